mod bringing;
mod hostile;
mod programs;

use rusqlite::Connection;

use super::*;

/// The bytes of a database that these statements make.
fn database(sql: &str) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    connection.execute_batch(sql).unwrap();
    connection.serialize(rusqlite::MAIN_DB).unwrap().to_vec()
}

/// A QualCoder project of two coders: `Één brug.` CRLF `Geen muur.`; the first letter is a byte order mark.
fn qualcoder() -> Vec<u8> {
    database(
        "CREATE TABLE project (databaseversion text, date text, memo text, about text);
         INSERT INTO project VALUES ('v7', '2024-03-14', 'Over de brug', 'QualCoder');
         CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text);
         INSERT INTO source VALUES (1, 'Gesprek 1.docx', char(65279) || 'Één brug.' || char(13) || char(10) || 'Geen muur.', NULL, 'kort', 'Ada', '');
         INSERT INTO source VALUES (2, 'foto.png', NULL, '/images/foto.png', '', 'Ada', '');
         CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer);
         INSERT INTO code_cat VALUES (1, 'Binnen', 'Ada', '', '', 2), (2, 'Grenzen', 'Ada', '', 'alles', NULL);
         CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text);
         INSERT INTO code_name VALUES (1, 'Brug', 'wat verbindt', 1, 'Ada', '', '#FF8800'), (2, 'Muur', '', NULL, 'Bo', '', '#000');
         CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text, memo text, avid integer, important integer);
         INSERT INTO code_text VALUES (1, 1, 1, 'brug', 5, 9, 'Ada', '', 'welke?', NULL, 1);
         INSERT INTO code_text VALUES (2, 2, 1, 'muur', 17, 21, 'Bo', '', '', NULL, NULL);
         INSERT INTO code_text VALUES (3, 2, 1, 'muur', 16, 20, 'Ada', '', '', NULL, NULL);
         INSERT INTO code_text VALUES (4, 2, 1, 'een dak', 3, 10, 'Ada', '', 'weg?', NULL, NULL);
         INSERT INTO code_text VALUES (5, 9, 1, 'brug', 5, 9, 'Ada', '', '', NULL, NULL);
         CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text, date text);
         INSERT INTO annotation VALUES (1, 1, 12, 16, 'ontkenning', 'Bo', '');
         CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text, owner text);
         INSERT INTO attribute VALUES (1, 'cyclus', 'file', '2', 1, '', 'Ada'), (2, 'leeftijd', 'case', '31', 7, '', 'Ada');
         CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
         INSERT INTO cases VALUES (7, 'Kim', '', 'Ada', '');
         CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text, date text, memo text);
         INSERT INTO case_text VALUES (1, 7, 1, 0, 21, 'Ada', '', '');
         CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
         INSERT INTO journal VALUES (1, 'Dag 1', 'Begonnen.', '', 'Bo');
         CREATE TABLE code_image (imid integer); INSERT INTO code_image VALUES (1);",
    )
}

/// `code|coder|quote in the text|how it was placed|memo` of each coding.
fn shown(project: &Project) -> Vec<String> {
    let show = |coding: &ProjectCoding| {
        let text = &project.documents[coding.document].text;
        let how = match &coding.place {
            Place::Exact(_) => "exact".to_owned(),
            Place::Moved(_, by) => format!("moved {by}"),
            Place::Unchecked(_) => "unchecked".to_owned(),
            Place::Orphan { quote, at } => format!("orphan {quote} {at}"),
        };
        let words = coding.place.span().map_or("", |span| span.slice(text));
        let code = coding.code.map_or("", |code| project.codes[code].name.as_str());
        format!("{code}|{}|{words}|{how}|{}", project.coders[coding.coder], coding.memo)
    };
    project.codings.iter().map(show).collect()
}

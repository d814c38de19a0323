use super::*;
use crate::import::limits::tests::zipped;

#[test]
fn qualcoder_has_codings_attributes_and_memos() {
    let bytes = qualcoder();
    for bytes in [bytes.clone(), zipped(&[("Brug.qda/data.qda", &bytes), ("Brug.qda/images/foto.png", b"x")])]
    {
        let project = read(Format::QualCoder, &bytes).unwrap();
        assert_eq!(project.documents.len(), 1);
        assert_eq!(project.documents[0].text, "Één brug.\nGeen muur.");
        let attributes: Vec<String> =
            project.documents[0].attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(attributes, ["case=Kim", "cyclus=2", "leeftijd=31"]);
        let codes: Vec<(&str, Option<&str>, bool)> = project
            .codes
            .iter()
            .map(|code| {
                (
                    code.name.as_str(),
                    code.parent.map(|parent| project.codes[parent].name.as_str()),
                    code.is_container,
                )
            })
            .collect();
        assert_eq!(
            codes,
            [
                ("Grenzen", None, true),
                ("Binnen", Some("Grenzen"), true),
                ("Brug", Some("Binnen"), false),
                ("Muur", None, false)
            ]
        );
        assert_eq!((project.codes[2].color, project.codes[3].color), (Some((255, 136, 0)), Some((0, 0, 0))));
        assert_eq!(
            shown(&project),
            [
                "Brug|Ada|brug|exact|welke?",
                "Muur|Bo|muur|exact|",
                "Muur|Ada|muur|moved 1|",
                "Muur|Ada||orphan een dak 2–9|weg?",
                "|Bo|Geen|unchecked|ontkenning",
            ]
        );
        assert!(project.codings[0].is_important);
        let memos: Vec<String> =
            project.memos.iter().map(|memo| format!("{:?} {}", memo.on, memo.words)).collect();
        assert_eq!(memos, ["Study Over de brug", "Document(0) kort", "Study Begonnen."]);
        assert_eq!(project.notes.len(), 3, "{:?}", project.notes);
    }
}

#[test]
fn taguette_counts_bytes_of_html_without_tags() {
    let html = "<h1>Brug</h1>\n<p>Één <b>brug</b>, zei\nzij.</p><p>Geen muur.</p>";
    // Without tags: `Brug`, LF, `Één brug, zei` LF `zij.Geen muur.`, of which `É` and `é` have two bytes.
    let bytes = database(&format!(
        "CREATE TABLE projects (id integer, name text, description text); INSERT INTO projects VALUES (1, 'De brug', 'proef');
         CREATE TABLE documents (id integer, name text, description text, project_id integer, contents text);
         INSERT INTO documents VALUES (1, 'Gesprek', '', 1, '{html}');
         CREATE TABLE tags (id integer, project_id integer, path text, description text);
         INSERT INTO tags VALUES (1, 1, 'grens.brug', 'wat verbindt'), (2, 1, 'muur', '');
         CREATE TABLE highlights (id integer, document_id integer, start_offset integer, end_offset integer, snippet text);
         INSERT INTO highlights VALUES (1, 1, 11, 15, '<b>brug</b>'), (2, 1, 21, 29, '<p>zij.</p><p>Geen</p>'), (3, 1, 0, 4, 'Burg'), (4, 1, 5, 10, 'Één');
         CREATE TABLE highlight_tags (highlight_id integer, tag_id integer); INSERT INTO highlight_tags VALUES (1, 1), (1, 2), (2, 2), (3, 2);
         CREATE TABLE commands (id integer, user_login text, payload text);
         INSERT INTO commands VALUES (1, 'ada', '{{\"type\": \"highlight_add\", \"highlight_id\": 1}}'), (2, 'bo', '{{\"type\": \"highlight_add\", \"highlight_id\": 2}}');"
    ));
    let project = read(Format::Taguette, &bytes).unwrap();
    assert_eq!((project.name.as_str(), project.codes[0].name.as_str()), ("De brug", "grens.brug"));
    assert_eq!(project.documents[0].text, "Brug\n\nÉén brug, zei zij.\n\nGeen muur.\n");
    assert_eq!(
        shown(&project),
        [
            "grens.brug|ada|brug|exact|",
            "muur|ada|brug|exact|",
            "muur|bo|zij.\n\nGeen|exact|",
            "muur|Taguette||orphan Burg 0–4|",
            "|Taguette|Één|exact|",
        ]
    );
}

#[test]
fn rqda_leaves_out_what_was_deleted() {
    let bytes = database(
        "CREATE TABLE source (name text, id integer, file text, memo text, owner text, status integer);
         INSERT INTO source VALUES ('Gesprek', 1, 'Één brug. Geen muur.', 'kort', 'rqda', 1), ('Weg', 2, 'weg', '', 'rqda', 0);
         CREATE TABLE freecode (name text, memo text, owner text, id integer, status integer, color text);
         INSERT INTO freecode VALUES ('Brug', 'wat verbindt', 'rqda', 1, 1, 'red'), ('Weg', '', 'rqda', 2, 0, NULL);
         CREATE TABLE codecat (name text, catid integer, memo text, status integer); INSERT INTO codecat VALUES ('Grenzen', 1, '', 1);
         CREATE TABLE treecode (cid integer, catid integer, status integer); INSERT INTO treecode VALUES (1, 1, 1);
         CREATE TABLE coding (cid integer, fid integer, seltext text, selfirst real, selend real, status integer, owner text, memo text);
         INSERT INTO coding VALUES (1, 1, 'brug', 4, 8, 1, 'Ada', NULL), (1, 1, 'muur', 15, 19, 0, 'Ada', NULL), (2, 1, 'muur', 15, 19, 1, 'Ada', NULL);
         CREATE TABLE annotation (fid integer, position integer, annotation text, owner text, status integer);
         INSERT INTO annotation VALUES (1, 3, 'hm', 'Ada', 1);",
    );
    let project = read(Format::Rqda, &bytes).unwrap();
    assert_eq!(project.documents.len(), 1);
    assert_eq!(shown(&project), ["Brug|Ada|brug|exact|"]);
    assert_eq!((project.groups[0].name.as_str(), project.groups[0].codes.as_slice()), ("Grenzen", &[0][..]));
    assert_eq!(project.memos.len(), 2);
    assert!(project.notes.iter().any(|note| note.contains("red")), "{:?}", project.notes);
    assert!(project.notes.iter().any(|note| note.starts_with("1 codings")), "{:?}", project.notes);
}

#[test]
fn requal_counts_from_one_and_means_the_end_too() {
    let bytes = database(
        "CREATE TABLE projects (project_id integer, project_name text, project_description text); INSERT INTO projects VALUES (1, 'Brug', 'proef');
         CREATE TABLE users (user_id integer, user_login text, user_name text); INSERT INTO users VALUES (1, '', 'Ada'), (2, 'bo', NULL);
         CREATE TABLE documents (doc_id integer, user_id integer, doc_name text, doc_description text, doc_text text);
         INSERT INTO documents VALUES (1, 1, 'Gesprek', 'kort', 'Één brug. Geen muur.');
         CREATE TABLE codes (code_id integer, code_name text, code_description text, code_color text);
         INSERT INTO codes VALUES (1, 'Brug', '', 'rgb(255,128,0)');
         CREATE TABLE segments (user_id integer, doc_id integer, code_id integer, segment_id integer, segment_start integer, segment_end integer, segment_text text);
         INSERT INTO segments VALUES (1, 1, 1, 1, 5, 8, 'brug'), (2, 1, 1, 2, 16, 19, 'muur');
         CREATE TABLE memos (memo_id integer, user_id integer, text text); INSERT INTO memos VALUES (1, 1, 'welke?'), (2, 2, 'los');
         CREATE TABLE memos_segments_map (memo_id integer, segment_id integer); INSERT INTO memos_segments_map VALUES (1, 1);",
    );
    let project = read(Format::Requal, &bytes).unwrap();
    assert_eq!(shown(&project), ["Brug|Ada|brug|exact|welke?", "Brug|bo|muur|exact|"]);
    assert_eq!(project.codes[0].color, Some((255, 128, 0)));
    let memos: Vec<&str> = project.memos.iter().map(|memo| memo.words.as_str()).collect();
    assert_eq!(memos, ["proef", "kort", "los"]);
}

/// Counted with sqlite3: one project called `test_basic`, one user, no documents, codes or segments, one line of the log.
#[test]
fn a_project_that_requal_made() {
    let Some(bytes) =
        crate::import::shared_fixture("corpora/requal_sqlite_project_MIT/tests/test_basic.requal")
    else {
        return;
    };
    let project = read(Format::Requal, &bytes).unwrap();
    assert_eq!(project.name, "test_basic");
    assert_eq!((project.documents.len(), project.codes.len(), project.codings.len()), (0, 0, 0));
    assert_eq!(project.notes, ["lines of the program's own log have no place here: 1 left out"]);
}

use proptest::prelude::*;

use super::*;
use crate::import::format::Columns;
use crate::import::limits::tests::zipped;
use crate::import::transcript::Utterance;

fn options(change: impl Fn(&mut Columns)) -> ReadOptions {
    let mut options = ReadOptions::default();
    change(&mut options.columns);
    options
}

/// `who|start|text` of each turn; headings begin with `#`.
fn shown(transcript: &Transcript) -> Vec<String> {
    let Body::Utterances(said) = &transcript.body else { panic!("{transcript:?}") };
    let show = |one: &Utterance| match one.heading {
        Some(_) => format!("# {}", one.text),
        None => format!("{}|{}|{}", one.speaker.as_deref().unwrap_or(""), one.start.unwrap_or(0), one.text),
    };
    said.iter().map(show).collect()
}

#[test]
fn a_transcript_has_a_turn_a_row() {
    let text = "Tijd;Spreker;Tekst\n0:05;Ada;Hoe ging het?\n0:09;Bo;\"Goed; dacht ik.\"\n;;Ja.\n";
    let found = read_text(text, &ReadOptions::default()).unwrap();
    assert_eq!(shown(&found.transcripts[0]), ["Ada|5000|Hoe ging het?", "Bo|9000|Goed; dacht ik.\nJa."]);
    assert_eq!(found.notes.len(), 2, "{:?}", found.notes);
    let chosen = options(|columns| {
        columns.speaker = Some("b".to_owned());
        columns.text = vec!["3".to_owned()];
    });
    let found = read_text("a,b,c\n1,Ada,Ja\n2,Bo,Nee\n", &chosen).unwrap();
    assert_eq!(shown(&found.transcripts[0]), ["Ada|0|Ja", "Bo|0|Nee"]);
}

const SURVEY: &str = "nr;leeftijd;uren;Wat vond je ervan?;En verder?\n\
    1;20;3,5;Ik vond het erg leerzaam, eigenlijk.;\n\
    2;31;4;Het duurde mij wat te lang.;Koffie graag, en meer tijd om te praten.\n\
    3;;;;\n";

#[test]
fn answers_are_turns_below_their_question() {
    let found = read_text(SURVEY, &ReadOptions::default()).unwrap();
    assert_eq!(
        shown(&found.transcripts[0]),
        [
            "# Wat vond je ervan?",
            "R1|0|Ik vond het erg leerzaam, eigenlijk.",
            "R2|0|Het duurde mij wat te lang.",
            "# En verder?",
            "R2|0|Koffie graag, en meer tijd om te praten.",
        ]
    );
    assert!(
        found.notes.iter().any(|note| note.contains("not taken: `leeftijd`, `uren`")),
        "{:?}",
        found.notes
    );
}

#[test]
fn a_respondent_may_be_a_document_with_attributes() {
    let options = options(|columns| {
        columns.document_each = true;
        columns.attributes = vec!["Leeftijd".to_owned(), "uren".to_owned()];
    });
    let found = read_text(SURVEY, &options).unwrap();
    assert_eq!(found.transcripts.len(), 2, "who said nothing is no document");
    assert_eq!(found.transcripts[0].part.as_deref(), Some("R1"));
    let attributes: Vec<&str> =
        found.transcripts[0].attributes.iter().map(|(_, value)| value.as_str()).collect();
    assert_eq!(attributes, ["20", "3.5"]);
    assert_eq!(shown(&found.transcripts[1]).len(), 4);
}

#[test]
fn qualtrics_has_its_questions_in_the_second_row() {
    let text = "StartDate,ResponseId,Q1\nStart Date,Response ID,\"Wat leerde\nje hier?\"\n\
        \"{\"\"ImportId\"\":\"\"startDate\"\"}\",\"{\"\"ImportId\"\":\"\"_recordId\"\"}\",\"{\"\"ImportId\"\":\"\"QID1\"\"}\"\n\
        2024-03-14,R_abc,Ik leerde vooral van de anderen.\n";
    for text in [
        text.to_owned(),
        text.lines().filter(|line| !line.contains("ImportId")).collect::<Vec<_>>().join("\n"),
    ] {
        let found = read_text(&text, &ReadOptions::default()).unwrap();
        assert_eq!(
            shown(&found.transcripts[0]),
            ["# Wat leerde je hier?", "R_abc|0|Ik leerde vooral van de anderen."]
        );
    }
}

#[test]
fn what_is_not_clear_is_asked() {
    let refused = |text: &str, options: &ReadOptions| read_text(text, options).unwrap_err().to_string();
    let error = refused("a,b\n1,2\n3,4\n", &ReadOptions::default());
    assert!(error.contains("--columns text=") && error.contains("a, b"), "{error}");
    let error = refused("a,b\n1,2\n", &options(|columns| columns.text = vec!["c".to_owned()]));
    assert!(error.contains("no column is called `c`"), "{error}");
    assert_eq!(read_text(" \n", &ReadOptions::default()), Err(ImportError::Empty));
}

fn xlsx(cells: &str, second: bool) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let sheet = format!("<worksheet xmlns='{main}'><sheetData>{cells}</sheetData></worksheet>");
    let more = if second { "<sheet name='Tweede' sheetId='2' r:id='rId2'/>" } else { "" };
    let book = format!(
        "<workbook xmlns='{main}' xmlns:r='{relations}'><sheets><sheet name='Eerste' sheetId='1' r:id='rId1'/>{more}</sheets></workbook>"
    );
    let links: String = [1, 2]
        .map(|n| {
            format!(
                "<Relationship Id='rId{n}' Type='{relations}/worksheet' Target='worksheets/sheet{n}.xml'/>"
            )
        })
        .concat();
    let links = format!("<Relationships xmlns='{package}/relationships'>{links}</Relationships>");
    let root = format!(
        "<Relationships xmlns='{package}/relationships'><Relationship Id='rId1' Type='{relations}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
    );
    let types = format!("<Types xmlns='{package}/content-types'/>");
    let empty = format!("<worksheet xmlns='{main}'><sheetData/></worksheet>");
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", if second { empty.as_bytes() } else { sheet.as_bytes() }),
        ("xl/worksheets/sheet2.xml", sheet.as_bytes()),
    ])
}

fn words(cell: &str, text: &str) -> String {
    format!("<c r='{cell}' t='inlineStr'><is><t>{text}</t></is></c>")
}

#[test]
fn a_workbook_is_read_like_a_table() {
    let rows = format!(
        "<row r='1'>{}{}{}</row><row r='2'>{}{}{}</row>",
        words("A1", "nr"),
        words("B1", "speaker"),
        words("C1", "sentence"),
        "<c r='A2'><v>1</v></c>",
        words("B2", "Ada"),
        words("C2", "Ja.")
    );
    let found = read_workbook(&xlsx(&rows, false), &ReadOptions::default()).unwrap();
    assert_eq!(shown(&found.transcripts[0]), ["Ada|0|Ja."]);
    let found = read_workbook(&xlsx(&rows, true), &ReadOptions::default()).unwrap();
    assert!(
        found.notes[0].contains("sheet `Tweede` was read; there are others: Eerste"),
        "{:?}",
        found.notes
    );
    let options = ReadOptions { sheet: Some("derde".to_owned()), ..ReadOptions::default() };
    assert!(read_workbook(&xlsx(&rows, true), &options).unwrap_err().to_string().contains("Eerste, Tweede"));
}

#[test]
fn a_sheet_that_is_mostly_nothing_takes_no_memory() {
    let far =
        format!("<row r='1'>{}</row><row r='1048576'>{}</row>", words("A1", "a"), words("XFD1048576", "b"));
    assert!(read_workbook(&xlsx(&far, false), &ReadOptions::default()).is_err());
    let row = |n: u32| format!("<row r='{n}'>{}</row>", words(&format!("XFD{n}"), "b"));
    let wide = (1..2000).map(row).collect::<Vec<_>>().concat();
    assert!(
        read_workbook(&xlsx(&wide, false), &ReadOptions::default())
            .unwrap_err()
            .to_string()
            .contains("cells")
    );
}

/// Counted with the csv module of Python: 2,246 rows below the names, each with words in `student_text` and in `teacher_text`;
/// `obs_id` does not tell rows apart.
#[test]
fn classroom_dialogue_is_a_survey_of_two_columns() {
    let Some(bytes) = crate::import::shared_fixture("corpora/en_classroom_uptake_MIT/data/uptake_data.csv")
    else {
        return;
    };
    let found = read_text(std::str::from_utf8(&bytes).unwrap(), &ReadOptions::default()).unwrap();
    let Body::Utterances(said) = &found.transcripts[0].body else { panic!("no turns") };
    let headings: Vec<&str> =
        said.iter().filter(|one| one.heading.is_some()).map(|one| one.text.as_str()).collect();
    assert_eq!(headings, ["student_text", "teacher_text"]);
    assert_eq!(said.len(), 2 + 2 * 2246);
    assert_eq!(said[1].speaker.as_deref(), Some("R1"));
    assert!(found.notes[0].contains("2246 respondents"), "{:?}", found.notes);
}

proptest! {
    #[test]
    fn any_table_is_read_or_refused(text in "([a-z]{0,3}|\"|[,;\t\n]|[0-9]:[0-9]{2}|Ja, dat is wat ik denk)*", each: bool) {
        let _ = read_text(&text, &options(|columns| columns.document_each = each));
    }

    #[test]
    fn damage_never_panics(at in any::<prop::sample::Index>(), byte: u8, end in any::<prop::sample::Index>()) {
        let mut bytes = xlsx(&format!("<row r='1'>{}</row>", words("A1", "Ja, dat dacht ik ook.")), false);
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let _ = read_workbook(&bytes, &ReadOptions::default());
        bytes.truncate(end.index(bytes.len()));
        let _ = read_workbook(&bytes, &ReadOptions::default());
    }
}

#[test]
fn a_few_bytes_become_no_sheet_without_end() {
    let row = "<table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384'><text:p>ja</text:p></table:table-cell></table:table-row>";
    let content = format!(
        "<office:document-content xmlns:office='o' xmlns:table='b' xmlns:text='t'><table:table table:name='A'>{row}</table:table></office:document-content>"
    );
    let bytes = zipped(&[("META-INF/manifest.xml", b"<m/>"), ("content.xml", content.as_bytes())]);
    let error = read_workbook(&bytes, &ReadOptions::default()).unwrap_err().to_string();
    assert!(error.contains("more than 10000000 cells"), "{error}");
}

/// The examples of the fuzz targets: workbooks that other programs made.
fn workbook(kind: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/fuzz/seeds/excel/{kind}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Four turns by FA1, IO2, FA1 and SO4, with times that are numbers, as the spreadsheets keep them.
#[test]
fn each_kind_of_workbook_is_read() {
    for kind in ["xlsx", "xlsb", "xls", "ods"] {
        let found = read_workbook(&workbook(kind), &ReadOptions::default()).unwrap();
        assert_eq!(
            shown(&found.transcripts[0]),
            [
                "FA1|5000|Leg de kaart eens midden op tafel.",
                "IO2|9000|Eén blad, geen twee.",
                "FA1|15000|En wat zou jij loslaten?",
                "SO4|20000|Ons formulier.",
            ],
            "{kind}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn damaged_workbooks_are_read_or_refused(kind in prop::sample::select(vec!["xlsx", "xlsb", "xls", "ods"]), places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8), end in any::<prop::sample::Index>()) {
        let mut bytes = workbook(kind);
        for (at, byte) in places {
            let place = at.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = read_workbook(&bytes, &ReadOptions::default());
        bytes.truncate(end.index(bytes.len()));
        let _ = read_workbook(&bytes, &ReadOptions::default());
    }

    #[test]
    fn a_spreadsheet_of_any_elements_is_read_or_refused(rows in "(<row( times='[0-9]{1,3}')?>|</row>|<cell( times='[0-9]{1,2}')?( type='(float|date|time|string)' (value|date-value|time-value)='[0-9PTHMS:.-]{0,9}')?>|</cell>|<text:p>|</text:p>|<text:s text:c='[0-9]{1,9}'/>|<office:annotation>|</office:annotation>|Ja |\n){0,30}") {
        let rows = rows
            .replace("<row", "<table:table-row").replace("</row", "</table:table-row")
            .replace("<cell", "<table:table-cell").replace("</cell", "</table:table-cell")
            .replace("table-row times", "table-row table:number-rows-repeated")
            .replace("table-cell times", "table-cell table:number-columns-repeated")
            .replace(" type=", " office:value-type=");
        let content = format!("<office:document-content xmlns:office='o' xmlns:table='b' xmlns:text='t'><table:table table:name='A'>{rows}</table:table></office:document-content>");
        let bytes = zipped(&[("META-INF/manifest.xml", b"<m/>"), ("content.xml", content.as_bytes())]);
        let _ = read_workbook(&bytes, &ReadOptions::default());
    }
}

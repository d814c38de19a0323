//! What else a file can hold: where it goes, and what is said of what has no place.

use super::*;
use crate::import::project::MemoOn;

const G: &str = "00000000-0000-4000-8000-0000000000";

fn full() -> Project {
    let qde = format!(
        "<q:Project xmlns:q=\"urn:QDA-XML:project:0:10\" name=\"Vol\" origin=\"MAXQDA 24\" creatingUserGUID=\"{{{G}01}}\">
         <q:Sources>
           <q:PDFSource guid=\"{G}30\" name=\"rapport.pdf\" path=\"internal://r.pdf\">
             <q:PDFSelection guid=\"{G}31\" name=\"een dak\" page=\"2\" firstX=\"0\" firstY=\"0\" secondX=\"1\" secondY=\"1\"><q:Coding guid=\"{G}32\"><q:CodeRef targetGUID=\"{G}0B\"/></q:Coding></q:PDFSelection>
             <q:Representation guid=\"{G}33\" plainTextPath=\"internal://R.TXT\"/>
           </q:PDFSource>
           <q:PictureSource guid=\"{G}34\" name=\"bord.png\"><q:PictureSelection guid=\"{G}35\" firstX=\"0\" firstY=\"0\" secondX=\"1\" secondY=\"1\"><q:Coding guid=\"{G}36\"><q:CodeRef targetGUID=\"{G}0B\"/></q:Coding></q:PictureSelection></q:PictureSource>
           <q:AudioSource guid=\"{G}37\" name=\"opname\" path=\"relative:///a.mp3\">
             <q:Transcript guid=\"{G}38\" name=\"1\"><q:PlainTextContent>Ja. Nee, toch.</q:PlainTextContent>
               <q:SyncPoint guid=\"{G}39\" timeStamp=\"0\" position=\"4\"/><q:SyncPoint guid=\"{G}3a\" timeStamp=\"9\" position=\"7\"/>
               <q:TranscriptSelection guid=\"{G}3b\" name=\"Nee\" fromSyncPoint=\"{G}39\" toSyncPoint=\"{G}3A\"><q:Coding guid=\"{G}3c\"><q:CodeRef targetGUID=\"{G}0B\"/></q:Coding></q:TranscriptSelection>
             </q:Transcript>
             <q:AudioSelection guid=\"{G}3d\" begin=\"0\" end=\"5\"><q:Coding guid=\"{G}3e\"><q:CodeRef targetGUID=\"{G}0B\"/></q:Coding></q:AudioSelection>
             <q:VariableValue><q:VariableRef targetGUID=\"{G}20\"/><q:IntegerValue>7</q:IntegerValue></q:VariableValue>
           </q:AudioSource>
           <q:TextSource guid=\"{G}40\" name=\"Leeg\" plainTextPath=\"internal://weg.txt\"/>
           <q:TextSource guid=\"{G}41\" name=\"Weg\" plainTextPath=\"internal://weg2.txt\"><q:PlainTextSelection guid=\"{G}42\" name=\"wat er stond\" startPosition=\"1\" endPosition=\"5\"/></q:TextSource>
           <q:TextSource guid=\"{G}43\" name=\"Heel\"><q:PlainTextContent>Een.</q:PlainTextContent><q:Coding guid=\"{G}44\"><q:CodeRef targetGUID=\"{G}0b\"/><q:NoteRef targetGUID=\"{G}50\"/></q:Coding>
             <q:PlainTextSelection guid=\"{G}45\" name=\"Een\" startPosition=\"0\" endPosition=\"3\"><q:Description>Opmerking</q:Description></q:PlainTextSelection>
             <q:PlainTextSelection guid=\"{G}46\" name=\"Een\" startPosition=\"0\" endPosition=\"3\"><q:Coding guid=\"{G}47\"><q:CodeRef targetGUID=\"{G}ff\"/></q:Coding></q:PlainTextSelection>
           </q:TextSource>
         </q:Sources>
         <q:CodeBook><q:Codes>
           <q:Code guid=\"{{{G}0A}}\" name=\"Map\" isCodable=\"false\"><q:Code guid=\"{G}0b\" name=\"Brug\" isCodable=\"true\" color=\"rgba(255, 0, 0, 0.5)\"><q:NoteRef targetGUID=\"{G}51\"/></q:Code></q:Code>
           <q:Code guid=\"{G}0b\" name=\"Dubbel\" isCodable=\"1\" color=\"rood\"/>
         </q:Codes></q:CodeBook>
         <q:Users><q:User guid=\"{G}01\" name=\"Ada\"/></q:Users>
         <q:Variables><q:Variable guid=\"{G}20\" name=\"leeftijd\" typeOfVariable=\"Integer\"/></q:Variables>
         <q:Cases><q:Case guid=\"{G}21\" name=\"Kim\"><q:Description>Over Kim.</q:Description><q:CodeRef targetGUID=\"{G}0b\"/><q:VariableValue><q:VariableRef targetGUID=\"{G}20\"/><q:IntegerValue>31</q:IntegerValue></q:VariableValue><q:SourceRef targetGUID=\"{G}43\"/></q:Case></q:Cases>
         <q:Notes>
           <q:Note guid=\"{G}50\" name=\"Waarom\" creatingUser=\"{G}01\"><q:PlainTextContent>Omdat.</q:PlainTextContent></q:Note>
           <q:Note guid=\"{G}51\"><q:PlainTextContent>Over de code.</q:PlainTextContent></q:Note>
           <q:Note guid=\"{G}52\" name=\"Gekoppeld\" plainTextPath=\"internal://n.txt\"/>
           <q:Note guid=\"{G}53\" name=\"Los\"><q:PlainTextContent>Los eindje.</q:PlainTextContent></q:Note>
         </q:Notes>
         <q:Links><q:Link guid=\"{G}60\" originGUID=\"{G}52\" targetGUID=\"{G}45\"/><q:Link guid=\"{G}61\" originGUID=\"{G}0b\" targetGUID=\"{G}43\"/></q:Links>
         <q:Sets><q:Set guid=\"{G}70\" name=\"Kern\"><q:MemberCode targetGUID=\"{G}0b\"/></q:Set><q:Set guid=\"{G}71\" name=\"Ronde 1\"><q:MemberSource targetGUID=\"{G}43\"/></q:Set></q:Sets>
         <q:Graphs><q:Graph guid=\"{G}80\"/></q:Graphs>
         <q:Description>Het project.</q:Description>
         </q:Project>"
    );
    let bytes = zipped(&[
        ("Vol.qde", qde.as_bytes()),
        ("Sources/r.txt", "Geen muur, maar een dak.".as_bytes()),
        ("Sources/n.txt", "Gekoppelde notitie.".as_bytes()),
    ]);
    read_all(&bytes)
}

#[test]
fn everything_has_its_place() {
    let project = full();
    let documents: Vec<(&str, &str)> =
        project.documents.iter().map(|document| (document.name.as_str(), document.text.as_str())).collect();
    let expected = [
        ("rapport.pdf", "Geen muur, maar een dak."),
        ("opname", "Ja. Nee, toch."),
        ("Weg", ""),
        ("Heel", "Een."),
    ];
    assert_eq!(documents, expected);
    let expected = ["een dak moved 0", "Nee", "orphan wat er stond 1–5", "Een", "Een", "Een."];
    assert_eq!(shown(&project), expected);
    assert_eq!(project.codings[3].memo, "Opmerking");
    assert!(
        project.codings[4].memo.contains("a code that is not in the project")
            && project.codings[4].code.is_none()
    );
    assert_eq!(project.coders, ["Ada"], "who made the project, where nobody else is said to");
    let attributes = |place: usize| {
        project.documents[place]
            .attributes
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(attributes(1), ["leeftijd=7"]);
    assert_eq!(attributes(3), ["case=Kim", "leeftijd=31", "group=Ronde 1"]);
    let codes: Vec<_> =
        project.codes.iter().map(|code| (code.name.as_str(), code.parent, code.is_container)).collect();
    assert_eq!(codes, [("Map", None, true), ("Brug", Some(0), false), ("Dubbel", None, false)]);
    assert_eq!(project.codes[1].color, Some((255, 0, 0)));
    assert_ne!(project.codes[2].guid, project.codes[1].guid);
    assert_eq!(project.groups[0].codes, [1]);
    let memos: Vec<(MemoOn, &str, &str)> =
        project.memos.iter().map(|memo| (memo.on, memo.title.as_str(), memo.words.as_str())).collect();
    let expected = [
        (MemoOn::Study, "Kim", "Over Kim."),
        (MemoOn::Study, "", "Het project."),
        (MemoOn::Coding(5), "Waarom", "Omdat."),
        (MemoOn::Code(1), "", "Over de code."),
        (MemoOn::Coding(3), "", "Gekoppelde notitie."),
        (MemoOn::Study, "", "Los eindje."),
    ];
    assert_eq!(memos, expected);
}

#[test]
fn what_has_no_place_is_said() {
    let notes = full().notes.join("\n");
    for words in [
        "1 document without plain text",
        "1 picture, with 1 coding on it",
        "1 recording of sound, with 1 coding on it",
        "1 × <Graphs>",
        "no colours, left out: “rood”",
        "1 coding is on a whole document",
        "1 coding has a code that is not in the project",
        "1 code or passage that a case names",
        "1 link between two things",
        "2 moments of recordings",
        "the text of “Weg” is not in the project",
    ] {
        assert!(notes.contains(words), "{words}\n{notes}");
    }
}

#[test]
fn a_note_with_a_place_is_a_mark() {
    let note = format!("<NoteRef targetGUID=\"{G}50\"/><NoteRef targetGUID=\"{G}51\"/>");
    let notes = format!(
        "</Sources><Notes><Note guid=\"{G}50\" creatingUser=\"{G}01\"><PlainTextContent>Let op.</PlainTextContent><PlainTextSelection guid=\"{G}52\" startPosition=\"5\" endPosition=\"9\"/></Note>\
         <Note guid=\"{G}51\"><PlainTextContent>Een notitie.</PlainTextContent><PlainTextSelection guid=\"{G}53\" startPosition=\"0\" endPosition=\"3\"/></Note></Notes>"
    );
    let read =
        |origin: &str| read_all(&qdpx(&qde(origin, &note).replace("</Sources>", &notes), b"Een. Twee drie."));
    let project = read("");
    assert_eq!(shown(&project), ["Twee unchecked"]);
    assert_eq!((project.codings[0].memo.as_str(), project.codings[0].code), ("Let op.", None));
    assert_eq!(project.memos.len(), 1, "a place within its own words is one of its own: {:?}", project.memos);
    let project = read("QualCoder 3.8");
    assert_eq!(shown(&project), ["Twee unchecked", "Een unchecked"]);
    assert_eq!(project.memos, []);
}

#[test]
fn a_source_without_a_name_is_called_as_its_file() {
    let qde = qde("", "").replace("name=\"Gesprek\"", "").replace("//t.txt", "//Bord 2017.txt");
    let name = |qde: &str| {
        read_all(&zipped(&[("a.qde", qde.as_bytes()), ("sources/bord 2017.txt", b"Een.")])).documents[0]
            .name
            .clone()
    };
    assert_eq!(name(&qde), "Bord 2017");
    let guid = "00000000-0000-4000-8000-000000000014";
    let qde = qde.replace("//Bord 2017.txt", &format!("//{guid}.txt"));
    let bytes = zipped(&[("a.qde", qde.as_bytes()), (&format!("sources/{guid}.txt"), b"Een.")]);
    assert_eq!(read_all(&bytes).documents[0].name, "document 1");
}

#[test]
fn a_qde_alone_is_read_as_far_as_it_goes() {
    let qde = qde("", &selection(0, 3, "Een")).replace(
        "plainTextPath=\"internal://t.txt\">",
        "><PlainTextContent>Een &amp; twee.</PlainTextContent>",
    );
    let project = read_all(qde.as_bytes());
    assert_eq!(project.documents[0].text, "Een & twee.");
    assert_eq!(shown(&project), ["Een"]);
    assert_eq!(project.codings[0].at.unwrap().to_string(), "2024-03-14T10:00:00Z");
    assert_eq!(project.coders, ["Ada"], "GUIDs go by their value, in any case and with braces");
}

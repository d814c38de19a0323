mod dialects;
mod hostile;
mod parts;

use super::*;
use crate::import::limits::tests::zipped;
use crate::import::project::{Place, ProjectCoding};

/// A project of one text `T.txt` with these selections; `{}` in `body` is the place for the sources alone.
fn qde(origin: &str, selections: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"Brug\" origin=\"{origin}\">
         <Users><User guid=\"00000000-0000-4000-8000-000000000001\" name=\"Ada\"/></Users>
         <CodeBook><Codes><Code guid=\"00000000-0000-4000-8000-00000000000a\" name=\"Brug\" isCodable=\"true\"/></Codes></CodeBook>
         <Sources><TextSource guid=\"00000000-0000-4000-8000-000000000014\" name=\"Gesprek\" plainTextPath=\"internal://t.txt\">{selections}</TextSource></Sources></Project>"
    )
}

/// A passage with the code.
fn selection(start: i64, end: i64, name: &str) -> String {
    format!(
        "<PlainTextSelection guid=\"00000000-0000-4000-8000-00000000{start:04}\" name=\"{name}\" startPosition=\"{start}\" endPosition=\"{end}\" creatingUser=\"{{00000000-0000-4000-8000-000000000001}}\">
         <Coding guid=\"00000000-0000-4000-8000-00000001{start:04}\" creationDateTime=\"2024-03-14T10:00:00Z\"><CodeRef targetGUID=\"00000000-0000-4000-8000-00000000000A\"/></Coding></PlainTextSelection>"
    )
}

/// The container of a project with a text.
fn qdpx(qde: &str, text: &[u8]) -> Vec<u8> {
    zipped(&[("project.qde", qde.as_bytes()), ("sources/t.txt", text)])
}

fn read_all(bytes: &[u8]) -> Project {
    read(bytes, Offsets::default()).unwrap()
}

/// What stands where each coding was placed, and how.
fn shown(project: &Project) -> Vec<String> {
    let show = |coding: &ProjectCoding| {
        let words = |span: crate::text::Span| span.slice(&project.documents[coding.document].text).to_owned();
        match &coding.place {
            Place::Exact(span) => words(*span),
            Place::Moved(span, by) => format!("{} moved {by}", words(*span)),
            Place::Unchecked(span) => format!("{} unchecked", words(*span)),
            Place::Orphan { quote, at } => format!("orphan {quote} {at}"),
        }
    };
    project.codings.iter().map(show).collect()
}

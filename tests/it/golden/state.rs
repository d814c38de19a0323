//! The state of a study in the words of `expected.json`.

use std::collections::{BTreeMap, BTreeSet};

use kantlijn::model::event::{ReadEvent, Target, Wire};
use kantlijn::model::fold::{Folded, Given, fold};
use kantlijn::model::{CoderKey, DocumentKey, Study, Uuid};
use kantlijn::store::{OpenStudy, Severity};
use serde_json::{Map, Value, json};

fn target(on: &Target) -> Value {
    match on {
        Target::Study => json!("study"),
        Target::Document(id) => json!({ "document": id }),
        Target::Coding(id) => json!({ "coding": id }),
        Target::Code(id) => json!({ "code": id }),
    }
}

/// The layers and the damaged lines, by `model::fold` and nothing of the store. Journals are given in their order.
pub fn by_plain_fold(journals: &[(String, Vec<u8>)]) -> (Value, BTreeSet<(String, u64)>) {
    let mut layers: BTreeMap<String, Vec<Given>> = BTreeMap::new();
    let mut seen: BTreeMap<(String, Uuid), String> = BTreeMap::new();
    let mut damaged = BTreeSet::new();
    for (path, bytes) in journals {
        let coder = path.split('/').nth(1).unwrap().to_owned();
        let layer = layers.entry(coder.clone()).or_default();
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
        lines.pop();
        for (number, line) in (1..).zip(lines) {
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            match std::str::from_utf8(line).ok().and_then(given) {
                Some(event) => {
                    let says = says(&event);
                    if seen.entry((coder.clone(), event.id)).or_insert_with(|| says.clone()) == &says {
                        layer.push(event);
                    } else {
                        damaged.insert((path.clone(), number));
                    }
                }
                None => drop(damaged.insert((path.clone(), number))),
            }
        }
    }
    let layers: Map<String, Value> =
        layers.into_iter().map(|(coder, events)| (coder, of_fold(&fold(&events), &events))).collect();
    (Value::Object(layers), damaged)
}

/// What an event says, its quote and the like aside.
fn says(event: &Given) -> String {
    use kantlijn::model::Body::{Code, Mark, Reshape};
    if let Some(Code { facets, .. }) = &event.body
        && facets.iter().any(|(_, values)| values.is_empty())
    {
        let mut event = event.clone();
        if let Some(Code { facets, .. }) = &mut event.body {
            facets.retain(|(_, values)| !values.is_empty());
        }
        return says(&event);
    }
    let mut event = Given { of: 0, ..event.clone() };
    if let Some(Code { anchor, .. } | Mark { anchor, .. } | Reshape { anchor, .. }) = &mut event.body {
        anchor.quote = kantlijn::model::Quote::Whole(String::new());
        anchor.prefix.clear();
        anchor.suffix.clear();
    }
    format!("{event:?}")
}

fn given(line: &str) -> Option<Given> {
    let wire = Wire::parse(line).ok()?;
    match wire.event().ok()? {
        ReadEvent::Known(event) => Some(Given::from(*event)),
        ReadEvent::Unknown { .. } => {
            Some(Given { id: wire.id, n: wire.n, tx: wire.tx, of: wire.of, body: None })
        }
    }
}

fn of_fold(folded: &Folded, events: &[Given]) -> Value {
    let unknown: BTreeSet<Uuid> =
        events.iter().filter(|event| event.body.is_none()).map(|event| event.id).collect();
    let codings = folded.codings.iter().map(|(id, coding)| {
        json!({
            "id": id,
            "document": coding.document,
            "span": [coding.span.start, coding.span.end],
            "code": coding.code,
            "rev": coding.code.as_ref().map(|_| coding.revision.to_string()),
            "facets": coding.facets,
            "important": coding.important,
        })
    });
    let memos = folded.memos.iter().map(
        |(id, memo)| json!({ "id": id, "on": target(&memo.on), "kind": memo.kind, "words": memo.words }),
    );
    let statuses: Map<String, Value> =
        folded.statuses.iter().map(|(document, status)| (document.clone(), json!(status.word()))).collect();
    json!({
        "codings": codings.collect::<Vec<_>>(),
        "memos": memos.collect::<Vec<_>>(),
        "statuses": statuses,
        "incomplete": folded.incomplete,
        "unknown": unknown.len(),
    })
}

/// The layers of a study.
pub fn of_layers(study: &Study) -> Value {
    let coders = study.coders().into_iter();
    Value::Object(coders.map(|coder| (study.coder_name(coder).to_owned(), of_layer(study, coder))).collect())
}

fn of_layer(study: &Study, coder: CoderKey) -> Value {
    let layer = study.layer(coder).unwrap();
    let mut codings: BTreeMap<Uuid, Value> = BTreeMap::new();
    for (key, coding) in study.codings().filter(|(_, coding)| coding.coder == coder) {
        let word = |key| study.word(key).to_owned();
        let facets: BTreeMap<String, Vec<String>> = study
            .facets(coding)
            .iter()
            .map(|(facet, values)| (word(*facet), values.iter().copied().map(word).collect()))
            .collect();
        let id = study.coding_id(key);
        let value = json!({
            "id": id,
            "document": study.document_id(coding.made_in),
            "span": [coding.made.start, coding.made.end],
            "code": coding.given.map(|code| study.code_id(code)),
            "rev": coding.given.map(|_| coding.revision.to_string()),
            "facets": facets,
            "important": coding.important,
        });
        codings.insert(id, value);
    }
    let memos: BTreeMap<Uuid, Value> = study
        .memos()
        .filter(|memo| memo.coder == coder)
        .map(|memo| {
            let on = target(&memo.on);
            (memo.id, json!({ "id": memo.id, "on": on, "kind": memo.kind, "words": memo.words }))
        })
        .collect();
    let mut statuses = Map::new();
    for name in study.names.documents.iter() {
        let key: DocumentKey = study.names.documents.get(name).unwrap();
        if layer.status_of(key).is_some() {
            statuses.insert(name.to_owned(), json!(study.status(key, coder).word()));
        }
    }
    let incomplete: BTreeSet<Uuid> = layer.incomplete().iter().map(|open| open.tx).collect();
    json!({
        "codings": codings.into_values().collect::<Vec<_>>(),
        "memos": memos.into_values().collect::<Vec<_>>(),
        "statuses": statuses,
        "incomplete": incomplete,
        "unknown": layer.unknown_events(),
    })
}

/// The damaged lines and the journals with an unfinished last line, as the store says them.
pub fn reported(open: &OpenStudy) -> (BTreeSet<(String, u64)>, BTreeSet<String>) {
    let lines = || open.problems.iter().filter_map(|problem| Some((problem, problem.line?)));
    let damaged = lines().filter(|(problem, _)| problem.severity == Severity::Error);
    let unfinished = lines().filter(|(problem, _)| problem.severity == Severity::Warning);
    (
        damaged.map(|(problem, line)| (problem.path.clone(), line)).collect(),
        unfinished.map(|(problem, _)| problem.path.clone()).collect(),
    )
}

/// The fingerprint of each text.
pub fn of_texts(open: &mut OpenStudy) -> Value {
    let documents: Vec<(String, DocumentKey)> =
        open.study.documents().iter().map(|document| (document.id.clone(), document.key)).collect();
    let text = |(id, key): (String, DocumentKey)| (id, json!(open.text(key).unwrap().hash.to_string()));
    Value::Object(documents.into_iter().map(text).collect())
}

/// The verdict of each coding on a text that is there.
pub fn of_verdicts(open: &mut OpenStudy) -> Value {
    of_texts(open);
    let mut verdicts = serde_json::Map::new();
    for (key, coding) in open.study.codings() {
        let id = open.study.coding_id(key).to_string();
        // Of codings of two layers with one id, the later one is told, as everywhere here.
        verdicts.remove(&id);
        if open.study.document(coding.document).is_some() {
            verdicts.insert(id, json!(open.study.verdict(key).word()));
        }
    }
    Value::Object(verdicts)
}

/// Where each coding stands that has a place in a text that is there.
pub fn of_places(open: &mut OpenStudy) -> Value {
    of_texts(open);
    let mut places = serde_json::Map::new();
    for (key, coding) in open.study.codings() {
        let id = open.study.coding_id(key).to_string();
        places.remove(&id);
        if open.study.document(coding.document).is_some() && open.study.verdict(key).has_position() {
            let (start, end) = (coding.span.start, coding.span.end);
            let elsewhere = coding.document != coding.made_in;
            let place = if elsewhere {
                json!([open.study.document_id(coding.document), start, end])
            } else {
                json!([start, end])
            };
            places.insert(id, place);
        }
    }
    Value::Object(places)
}

/// The revision of each code.
pub fn of_revisions(study: &Study) -> Value {
    let codes = study.codebook.codes().iter();
    Value::Object(codes.map(|code| (code.id.clone(), json!(code.revision.to_string()))).collect())
}

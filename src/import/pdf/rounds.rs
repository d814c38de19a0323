//! Pages and drawings that lead back to themselves, or so deep that whoever follows them runs out of room: the crate that reads
//! a PDF follows them without end, which no thread of its own can stop.

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId};
use rustc_hash::{FxHashMap, FxHashSet};

/// Drawings within drawings, and pages below groups of pages. Those of programs have less than ten.
const DEEPEST: usize = 50;

/// True where something leads back to itself or lies too deep. What is locked with no password at all is unlocked for it, as for
/// reading.
pub(super) fn goes_round(mut document: Document) -> bool {
    if document.is_encrypted() && document.decrypt("").is_err() {
        return false;
    }
    document.objects.values().any(|object| {
        let dictionary = object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict));
        dictionary.is_ok_and(|dictionary| has_no_top(&document, dictionary))
    }) || Drawings::of(&document).go_round()
}

/// True for a page that is in groups without end. Whatever else has a parent in a PDF does not lie deep either.
fn has_no_top(document: &Document, page: &Dictionary) -> bool {
    let mut above = page;
    for _ in 0..DEEPEST {
        let parent = above.get(b"Parent").and_then(Object::as_reference);
        match parent.and_then(|parent| document.get_dictionary(parent)) {
            Ok(parent) => above = parent,
            Err(_) => return false,
        }
    }
    true
}

/// What can be drawn on a page or in another drawing.
struct Drawings {
    /// Those that each draws in turn.
    drawn: FxHashMap<ObjectId, FxHashSet<ObjectId>>,
    /// How many lie in each, for those that are known.
    known: FxHashMap<ObjectId, usize>,
}

impl Drawings {
    fn of(document: &Document) -> Self {
        // The names of all drawings: one that has none of its own knows those of whoever draws it.
        let mut named: FxHashMap<&[u8], FxHashSet<ObjectId>> = FxHashMap::default();
        let found = document.objects.values().flat_map(dictionaries).filter_map(|dictionary| {
            let drawings = dictionary.get(b"XObject").ok()?;
            document.dereference(drawings).ok()?.1.as_dict().ok()
        });
        for (name, drawing) in found.flat_map(|drawings| drawings.iter()) {
            if let Ok((Some(id), _)) = document.dereference(drawing) {
                named.entry(name.as_slice()).or_default().insert(id);
            }
        }
        let all: FxHashSet<ObjectId> = named.values().flatten().copied().collect();
        let drawn = all.into_iter().map(|id| {
            let names = names_drawn(document, id);
            (id, names.iter().filter_map(|name| named.get(name.as_slice())).flatten().copied().collect())
        });
        Self { drawn: drawn.collect(), known: FxHashMap::default() }
    }

    fn go_round(mut self) -> bool {
        let all: Vec<ObjectId> = self.drawn.keys().copied().collect();
        all.into_iter().any(|drawing| self.depth(drawing, 0).is_none())
    }

    /// How many drawings lie in each other here; `None` where those are too many.
    fn depth(&mut self, drawing: ObjectId, above: usize) -> Option<usize> {
        if let Some(&known) = self.known.get(&drawing) {
            return (above + known <= DEEPEST).then_some(known);
        }
        if above >= DEEPEST {
            return None;
        }
        let within: Vec<ObjectId> = self.drawn.get(&drawing).into_iter().flatten().copied().collect();
        let mut deepest = 0;
        for inner in within {
            deepest = deepest.max(self.depth(inner, above + 1)?);
        }
        self.known.insert(drawing, deepest + 1);
        Some(deepest + 1)
    }
}

/// An object's own dictionary and those that stand in it as resources.
fn dictionaries(object: &Object) -> Vec<&Dictionary> {
    let own = object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict));
    let Ok(own) = own else { return Vec::new() };
    let within = own.get(b"Resources").and_then(Object::as_dict);
    [Some(own), within.ok()].into_iter().flatten().collect()
}

/// The names that a drawing draws.
fn names_drawn(document: &Document, drawing: ObjectId) -> FxHashSet<Vec<u8>> {
    let Ok(stream) = document.get_object(drawing).and_then(Object::as_stream) else {
        return FxHashSet::default();
    };
    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    // Most are pictures.
    if memchr::memmem::find(&content, b"Do").is_none() {
        return FxHashSet::default();
    }
    let Ok(content) = Content::decode(&content) else { return FxHashSet::default() };
    let draws = content.operations.iter().filter(|operation| operation.operator == "Do");
    draws.filter_map(|operation| Some(operation.operands.first()?.as_name().ok()?.to_vec())).collect()
}

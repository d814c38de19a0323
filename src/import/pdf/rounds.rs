//! Pages and drawings that lead back to themselves, or so deep that whoever follows them runs out of room: the crate that reads
//! a PDF follows them without end, which no thread of its own can stop.

use pdf_extract::content::Content;
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};
use rustc_hash::{FxHashMap, FxHashSet};

/// Drawings within drawings, and pages below groups of pages. Those of programs have less than ten.
const DEEPEST: usize = 50;

/// True where something leads back to itself or lies too deep.
pub(super) fn goes_round(document: &Document) -> bool {
    document.objects.values().filter_map(dictionary).any(|dictionary| has_no_top(document, dictionary))
        || Drawings::of(document).go_round()
}

/// The dictionary that an object is or has.
fn dictionary(object: &Object) -> Option<&Dictionary> {
    object.as_dict().or_else(|_| object.as_stream().map(|stream| &stream.dict)).ok()
}

/// What stands under a key of a dictionary, when that is a dictionary itself.
fn within<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Dictionary> {
    document.dereference(dictionary.get(key).ok()?).ok()?.1.as_dict().ok()
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
        let mut named = Named::default();
        for dictionary in document.objects.values().filter_map(dictionary) {
            // A page or a drawing has its resources in it, or they are an object of their own.
            for resources in
                [Some(dictionary), within(document, dictionary, b"Resources")].into_iter().flatten()
            {
                for (name, drawing) in within(document, resources, b"XObject").into_iter().flatten() {
                    if let Ok((Some(id), _)) = document.dereference(drawing) {
                        named.entry(name.as_slice()).or_default().insert(id);
                    }
                }
            }
        }
        let all: FxHashSet<ObjectId> = named.values().flatten().copied().collect();
        let drawn = all.into_iter().map(|id| (id, drawn_by(document, id, &named))).collect();
        Self { drawn, known: FxHashMap::default() }
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

/// All drawings by their names, of which each page and each drawing may have its own.
type Named<'d> = FxHashMap<&'d [u8], FxHashSet<ObjectId>>;

/// What a drawing draws: by the names that it has itself. One that has none goes by those of whoever draws it, who can be anybody.
fn drawn_by(document: &Document, drawing: ObjectId, named: &Named<'_>) -> FxHashSet<ObjectId> {
    let Ok(stream) = document.get_object(drawing).and_then(Object::as_stream) else {
        return FxHashSet::default();
    };
    let names = names_drawn(stream);
    let Some(resources) = within(document, &stream.dict, b"Resources") else {
        return names.iter().filter_map(|name| named.get(name.as_slice())).flatten().copied().collect();
    };
    let Some(own) = within(document, resources, b"XObject") else { return FxHashSet::default() };
    names.iter().filter_map(|name| document.dereference(own.get(name).ok()?).ok()?.0).collect()
}

fn names_drawn(stream: &Stream) -> FxHashSet<Vec<u8>> {
    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    // Most are pictures.
    if memchr::memmem::find(&content, b"Do").is_none() {
        return FxHashSet::default();
    }
    let Ok(content) = Content::decode(&content) else { return FxHashSet::default() };
    let draws = content.operations.iter().filter(|operation| operation.operator == "Do");
    draws.filter_map(|operation| Some(operation.operands.first()?.as_name().ok()?.to_vec())).collect()
}

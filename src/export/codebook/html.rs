//! The codebook as one HTML page that needs nothing else: no script, no font, no picture from elsewhere.
//!
//! It reads well with a screen reader and on paper: landmarks, headings in order, a colour always beside a name, words in another
//! language marked as such.

use crate::model::codebook::{Code, Facet, Family, Labels, Note};

use super::{CodebookView, Words, hex};

static STYLE: &str = include_str!("codebook.css");

/// The codebook as a page. Each code has its id as anchor, each family `f:` and its id.
pub fn html(view: CodebookView<'_>) -> String {
    let mut page = Page::new(view, 2);
    page.whole();
    page.text
}

/// Its families and codes alone, for a page with more in it; families have headings of this level (2 to 5).
pub(in crate::export) fn html_sections(view: CodebookView<'_>, level: usize) -> String {
    let mut page = Page::new(view, level);
    page.families();
    page.text
}

struct Page<'a> {
    view: CodebookView<'a>,
    labels: &'static Labels,
    /// The level of the headings of families.
    level: usize,
    text: String,
}

impl<'a> Page<'a> {
    fn new(view: CodebookView<'a>, level: usize) -> Self {
        Self { view, labels: Labels::of(view.language), level, text: String::with_capacity(1 << 16) }
    }

    fn put(&mut self, parts: &[&str]) {
        self.text.extend(parts.iter().copied());
    }

    fn whole(&mut self) {
        let labels = self.labels;
        let title = match self.view.title {
            "" => labels.codebook.to_owned(),
            title => format!("{}: {}", labels.codebook, escape(title)),
        };
        let language = escape(self.view.language);
        self.put(&["<!doctype html>\n<html lang=\"", &language, "\">\n<head>\n<meta charset=\"utf-8\">\n"]);
        self.put(&["<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"]);
        self.put(&["<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"]);
        self.put(&["<meta name=\"generator\" content=\"kantlijn ", env!("CARGO_PKG_VERSION"), "\">\n"]);
        self.put(&["<title>", &title, "</title>\n<style>\n", STYLE, "</style>\n</head>\n<body>\n"]);
        self.put(&["<a class=\"skip\" href=\"#main\">", labels.skip, "</a>\n"]);
        self.put(&["<header><h1>", &title, "</h1></header>\n<div class=\"columns\">\n"]);
        self.contents();
        self.put(&["<main id=\"main\">\n"]);
        self.families();
        self.put(&["</main>\n</div>\n</body>\n</html>\n"]);
    }

    fn families(&mut self) {
        let families: Vec<_> = self.view.families().collect();
        if families.is_empty() {
            self.put(&["<p>", self.labels.empty, "</p>\n"]);
        }
        for (family, codes) in families {
            self.family(family, &codes);
        }
    }

    /// A heading, `below` levels below that of families, without an anchor.
    fn heading(&mut self, below: usize, words: &str) {
        let level = (self.level + below).min(6).to_string();
        self.put(&["<h", &level, ">", words, "</h", &level, ">\n"]);
    }

    fn contents(&mut self) {
        self.put(&[
            "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">",
            self.labels.contents,
            "</h2>\n<ul>\n",
        ]);
        for (family, codes) in self.view.families() {
            let anchor = escape(&family.id);
            let name = name_or(self.view.words(&family.name), &family.id);
            self.put(&["<li><a href=\"#f:", &anchor, "\">", &name, "</a>"]);
            // One list inside the other, as deep as the tree.
            let mut open = 0;
            for code in codes {
                let depth = self.view.book.depth(code) + 1;
                match depth.cmp(&open) {
                    std::cmp::Ordering::Greater => {
                        self.put(&["\n<ul>\n"]);
                        open += 1;
                    }
                    order => {
                        self.put(&["</li>\n"]);
                        if order.is_lt() {
                            self.put(&[&"</ul>\n</li>\n".repeat(open - depth)]);
                            open = depth;
                        }
                    }
                }
                let name = name_or(self.view.words(&code.name), &code.id);
                let swatch = self.swatch(code);
                self.put(&["<li><a href=\"#", &escape(&code.id), "\">", &swatch, &name, "</a>"]);
            }
            self.put(&[&"</li>\n</ul>\n".repeat(open), "</li>\n"]);
        }
        self.put(&["</ul>\n</nav>\n"]);
    }

    fn family(&mut self, family: &'a Family, codes: &[&'a Code]) {
        let labels = self.labels;
        let anchor = escape(&family.id);
        let name = name_or(self.view.words(&family.name), &family.id);
        let level = self.level.to_string();
        self.put(&["<section aria-labelledby=\"f:", &anchor, "\">\n"]);
        self.put(&["<h", &level, " id=\"f:", &anchor, "\">", &name]);
        self.put(&[" <code class=\"id\">", &anchor, "</code></h", &level, ">\n"]);
        if family.exclusive {
            self.put(&["<p>", labels.exclusive, "</p>\n"]);
        }
        if !family.rules.is_empty() {
            self.heading(1, labels.rules);
            self.put(&["<dl>\n"]);
            for rule in &family.rules {
                let text = shown(self.view.words(&rule.text));
                self.put(&["<dt>", &escape(&rule.id), "</dt><dd>", &text, "</dd>\n"]);
            }
            self.put(&["</dl>\n"]);
        }
        if !family.facets.is_empty() {
            self.heading(1, labels.facets);
            for facet in &family.facets {
                self.facet(facet);
            }
        }
        if !family.groups.is_empty() {
            self.heading(1, labels.groups);
            self.put(&["<dl>\n"]);
            for group in &family.groups {
                let name = name_or(self.view.words(&group.name), &group.id);
                let codes: Vec<String> =
                    self.view.book.in_group(&group.id).map(|code| self.link(&code.id)).collect();
                self.put(&["<dt>", &name, "</dt><dd>", &codes.join(", "), "</dd>\n"]);
            }
            self.put(&["</dl>\n"]);
        }
        for code in codes {
            self.code(code);
        }
        self.put(&["</section>\n"]);
    }

    fn facet(&mut self, facet: &'a Facet) {
        let name = name_or(self.view.words(&facet.name), &facet.id);
        self.heading(2, &format!("{name} <code class=\"id\">{}</code>", escape(&facet.id)));
        self.put(&["<p class=\"aside\">", &self.labels.manner(facet), "</p>\n"]);
        if facet.values.is_empty() {
            return;
        }
        self.put(&["<dl>\n"]);
        for value in &facet.values {
            let name = name_or(self.view.words(&value.name), &value.id);
            let definition = shown(self.view.words(&value.definition));
            self.put(&["<dt>", &name, " <code class=\"id\">", &escape(&value.id), "</code></dt>"]);
            self.put(&["<dd>", &definition, "</dd>\n"]);
        }
        self.put(&["</dl>\n"]);
    }

    fn code(&mut self, code: &'a Code) {
        let labels = self.labels;
        let depth = self.view.book.depth(code);
        let level = (self.level + 1 + depth).min(6).to_string();
        let (id, indent) = (escape(&code.id), depth.min(3).to_string());
        let name = name_or(self.view.words(&code.name), &code.id);
        let swatch = self.swatch(code);
        self.put(&["<article class=\"d", &indent, "\" aria-labelledby=\"", &id, "\">\n"]);
        self.put(&["<h", &level, " id=\"", &id, "\">", &swatch, &name]);
        self.put(&[" <code class=\"id\">", &id, "</code></h", &level, ">\n"]);
        if code.retired {
            self.put(&["<p class=\"aside\">", labels.retired, "</p>\n"]);
        }
        if let Some(definition) = self.view.words(&code.definition) {
            self.put(&["<p>", &shown(Some(definition)), "</p>\n"]);
        }
        self.notes(labels.include, &code.include);
        self.notes(labels.exclude, &code.exclude);
        let examples: Vec<_> = code.examples.iter().filter_map(|words| self.view.words(words)).collect();
        if !examples.is_empty() {
            self.put(&["<p class=\"label\">", labels.examples, "</p>\n"]);
            for example in examples {
                self.put(&["<blockquote><p>", &shown(Some(example)), "</p></blockquote>\n"]);
            }
        }
        self.facts(code);
        self.put(&["</article>\n"]);
    }

    fn notes(&mut self, label: &str, notes: &'a [Note]) {
        if notes.is_empty() {
            return;
        }
        self.put(&["<p class=\"label\">", label, "</p>\n<ul class=\"notes\">\n"]);
        for note in notes {
            let words = shown(self.view.words(&note.text));
            let neighbour = note.not.as_deref().map(|id| format!(" → {}", self.link(id))).unwrap_or_default();
            self.put(&["<li>", &words, &neighbour, "</li>\n"]);
        }
        self.put(&["</ul>\n"]);
    }

    /// The short ones: place, principle, poles, groups, key, colour, source.
    fn facts(&mut self, code: &'a Code) {
        let (view, labels) = (self.view, self.labels);
        let links =
            |ids: Vec<&'a str>| ids.into_iter().map(|id| self.link(id)).collect::<Vec<_>>().join(", ");
        let mut facts = Vec::new();
        if let Some(parent) = code.parent.and_then(|key| view.book.code(key)) {
            facts.push((labels.below, self.link(&parent.id)));
        }
        if let Some(principle) = &code.principle {
            facts.push((labels.principle, self.link(principle)));
        }
        if !code.poles.is_empty() {
            let poles: Vec<String> = code.poles.iter().map(|pole| shown(view.words(pole))).collect();
            facts.push((labels.poles, poles.join(" ↔ ")));
        }
        let tensions: Vec<&str> = view.book.tensions_of(&code.id).map(|code| code.id.as_str()).collect();
        if !tensions.is_empty() {
            facts.push((labels.tensions, links(tensions)));
        }
        if !code.groups.is_empty() {
            let groups = code.groups.iter().map(|id| match view.book.group(id) {
                Some(group) => name_or(view.words(&group.name), id),
                None => escape(id),
            });
            facts.push((labels.in_groups, groups.collect::<Vec<_>>().join(", ")));
        }
        if let Some(key) = &code.mnemonic {
            facts.push((labels.key, format!("<code>,{}</code>", escape(key))));
        }
        if let Some(color) = code.color {
            facts.push((labels.color, format!("<code>{}</code>", hex(color))));
        }
        if !code.source.is_empty() {
            facts.push((labels.source, escape(&code.source)));
        }
        if facts.is_empty() {
            return;
        }
        self.put(&["<dl class=\"facts\">\n"]);
        for (label, words) in facts {
            self.put(&["<div><dt>", label, "</dt><dd>", &words, "</dd></div>\n"]);
        }
        self.put(&["</dl>\n"]);
    }

    /// A small field of the code's colour; it says nothing that the name beside it does not say.
    fn swatch(&self, code: &Code) -> String {
        let color = self.view.book.color(code).map(hex);
        let swatch = |color| {
            format!("<span class=\"swatch\" style=\"background:{color}\" aria-hidden=\"true\"></span>")
        };
        color.map(swatch).unwrap_or_default()
    }

    /// The name of a code, leading to it where it is on the page.
    fn link(&self, id: &'a str) -> String {
        let name = name_or(Some(self.view.name_of(id)), id);
        if self.view.holds(id) { format!("<a href=\"#{}\">{name}</a>", escape(id)) } else { name }
    }
}

fn name_or(words: Option<Words<'_>>, id: &str) -> String {
    shown(Some(words.unwrap_or(Words { text: id, foreign: None })))
}

/// Words as HTML; those of another language say so.
fn shown(words: Option<Words<'_>>) -> String {
    match words {
        None => String::new(),
        Some(Words { text, foreign: None }) => escape(text),
        Some(Words { text, foreign: Some(language) }) => {
            format!("<span lang=\"{}\">{}</span>", escape(language), escape(text))
        }
    }
}

/// Words in which nothing means anything to HTML, in text and in quoted attributes.
pub(in crate::export) fn escape(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // What HTML may not hold.
            other if other.is_control() && !matches!(other, '\n' | '\t') => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

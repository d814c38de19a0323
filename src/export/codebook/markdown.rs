//! The codebook as Markdown, for the appendix of a report.

use std::fmt::Write as _;

use crate::model::codebook::{Code, Facet, Family, Labels, Note};
use crate::model::localized::Localized;
use crate::model::names::CodeKey;

use super::{CodebookView, Words, hex};

/// The codebook as Markdown (CommonMark): families, rules, facets with their values, groups, and each code with all that
/// a coder needs. Words of the codebook are escaped: none of them becomes a heading, a link or HTML.
pub fn markdown(view: CodebookView<'_>) -> String {
    let mut page = Page::new(view, 2);
    let title = if view.title.is_empty() { String::new() } else { format!(": {}", inline(view.title)) };
    page.line(&format!("# {}{title}", page.labels.codebook));
    page.families();
    page.text
}

/// Its families and codes alone, for a page with more in it; families have headings of this level.
pub(in crate::export) fn markdown_sections(view: CodebookView<'_>, level: usize) -> String {
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
    /// Codes whose headings are open: level and code. A code belongs to the last one above its own level.
    open: Vec<(usize, CodeKey)>,
}

impl<'a> Page<'a> {
    fn new(view: CodebookView<'a>, level: usize) -> Self {
        Self { view, labels: Labels::of(view.language), level, text: String::new(), open: Vec::new() }
    }

    fn families(&mut self) {
        let mut empty = true;
        for (family, codes) in self.view.families() {
            empty = false;
            self.family(family, &codes);
        }
        if empty {
            self.paragraph(self.labels.empty);
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn paragraph(&mut self, words: &str) {
        self.text.push('\n');
        self.line(words);
    }

    fn heading(&mut self, level: usize, words: &str) {
        self.paragraph(&format!("{} {words}", "#".repeat(level.min(6))));
    }

    /// A name; the id where there is none to show.
    fn name(&self, name: &Localized, id: &str) -> String {
        let name = shown(self.view.words(name));
        if name.is_empty() { inline(id) } else { name }
    }

    fn family(&mut self, family: &'a Family, codes: &[&'a Code]) {
        let name = self.name(&family.name, &family.id);
        self.open.clear();
        self.heading(self.level, &format!("{name} (`{}`)", family.id));
        if family.exclusive {
            self.paragraph(self.labels.exclusive);
        }
        if !family.rules.is_empty() {
            self.heading(self.level + 1, self.labels.rules);
            self.text.push('\n');
            for rule in &family.rules {
                let text = shown(self.view.words(&rule.text));
                self.line(&format!("- **{}** {text}", inline(&rule.id)));
            }
        }
        if !family.facets.is_empty() {
            self.heading(self.level + 1, self.labels.facets);
            for facet in &family.facets {
                self.facet(facet);
            }
        }
        if !family.groups.is_empty() {
            self.heading(self.level + 1, self.labels.groups);
            self.text.push('\n');
            for group in &family.groups {
                let name = self.name(&group.name, &group.id);
                let codes: Vec<String> =
                    self.view.book.in_group(&group.id).map(|code| self.named(&code.id)).collect();
                self.line(&format!("- **{name}** (`{}`): {}", inline_code(&group.id), codes.join(", ")));
            }
        }
        for code in codes {
            self.code(code);
        }
    }

    fn facet(&mut self, facet: &'a Facet) {
        let name = self.name(&facet.name, &facet.id);
        self.heading(self.level + 2, &format!("{name} (`{}`)", inline_code(&facet.id)));
        self.paragraph(&format!("*{}*", self.labels.manner(facet)));
        if !facet.values.is_empty() {
            self.text.push('\n');
        }
        for value in &facet.values {
            let name = self.name(&value.name, &value.id);
            let definition = self.view.words(&value.definition);
            let definition = shown(definition);
            let definition = if definition.is_empty() { definition } else { format!(": {definition}") };
            self.line(&format!("- **{name}** (`{}`){definition}", inline_code(&value.id)));
        }
    }

    fn code(&mut self, code: &'a Code) {
        let name = self.name(&code.name, &code.id);
        let level = (self.level + 1 + self.depth(code)).min(6);
        self.heading(level, &format!("{name} (`{}`)", code.id));
        self.open.retain(|(above, _)| *above < level);
        let headed = self.open.last().map(|(_, key)| *key);
        self.open.push((level, code.key));
        if code.retired {
            self.paragraph(&format!("*{}*", self.labels.retired));
        }
        if let Some(definition) = self.view.words(&code.definition) {
            for paragraph in
                definition.text.split("\n\n").map(inline).filter(|paragraph| !paragraph.is_empty())
            {
                self.paragraph(&paragraph);
            }
        }
        self.notes(self.labels.include, &code.include);
        self.notes(self.labels.exclude, &code.exclude);
        let examples = code.examples.iter().map(|example| shown(self.view.words(example)));
        let examples: Vec<String> = examples.filter(|example| !example.is_empty()).collect();
        if !examples.is_empty() {
            self.paragraph(&format!("**{}**", self.labels.examples));
            for example in examples {
                self.paragraph(&format!("> {example}"));
            }
        }
        self.facts(code, headed);
    }

    fn notes(&mut self, label: &str, notes: &'a [Note]) {
        let line = |note: &'a Note| {
            let words = shown(self.view.words(&note.text));
            let neighbour = note.not.as_deref().map(|id| format!("→ {}", self.named(id)));
            let parts = [words].into_iter().chain(neighbour).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(" ")
        };
        let lines: Vec<String> = notes.iter().map(line).filter(|line| !line.is_empty()).collect();
        if lines.is_empty() {
            return;
        }
        self.paragraph(&format!("**{label}**\n"));
        for line in lines {
            self.line(&format!("- {line}"));
        }
    }

    /// How many of the codes above a code are of its family, one right above the other.
    fn depth(&self, code: &Code) -> usize {
        let book = self.view.book;
        let above = |code: &&'a Code| {
            code.parent.and_then(|key| book.code(key)).filter(|above| above.family == code.family)
        };
        let known = book.code(code.key);
        std::iter::successors(known, above).count().saturating_sub(1)
    }

    /// The short ones: the code above it where no heading says so, principle, poles, groups, key, colour, source.
    fn facts(&mut self, code: &'a Code, headed: Option<CodeKey>) {
        let labels = self.labels;
        let mut facts = Vec::new();
        if let Some(parent) = code.parent.and_then(|key| self.view.book.code(key))
            && headed != Some(parent.key)
        {
            facts.push((labels.below, self.named(&parent.id)));
        }
        if let Some(principle) = &code.principle {
            facts.push((labels.principle, self.named(principle)));
        }
        let poles: Vec<String> = code
            .poles
            .iter()
            .map(|pole| shown(self.view.words(pole)))
            .filter(|pole| !pole.is_empty())
            .collect();
        if !poles.is_empty() {
            facts.push((labels.poles, poles.join(" ↔ ")));
        }
        let tensions: Vec<String> =
            self.view.book.tensions_of(&code.id).map(|tension| self.named(&tension.id)).collect();
        if !tensions.is_empty() {
            facts.push((labels.tensions, tensions.join(", ")));
        }
        let groups = code.groups.iter().map(|id| match self.view.book.group(id) {
            Some(group) => format!("{} (`{}`)", self.name(&group.name, id), inline_code(id)),
            None => format!("(`{}`)", inline_code(id)),
        });
        let groups: Vec<String> = groups.collect();
        if !groups.is_empty() {
            facts.push((labels.in_groups, groups.join(", ")));
        }
        if let Some(key) = &code.mnemonic {
            facts.push((labels.key, format!("`,{}`", inline_code(key))));
        }
        if let Some(color) = code.color {
            facts.push((labels.color, format!("`{}`", hex(color))));
        }
        let source = inline(&code.source);
        if !source.is_empty() {
            facts.push((labels.source, source));
        }
        if facts.is_empty() {
            return;
        }
        self.text.push('\n');
        for (label, words) in facts {
            let _ = writeln!(self.text, "- *{label}:* {words}");
        }
    }

    /// `perspectief nemen (`perspectief-nemen`)`
    fn named(&self, id: &'a str) -> String {
        let code = self.view.book.by_id(id);
        format!("{} (`{id}`)", code.map_or_else(|| inline(id), |code| self.name(&code.name, id)))
    }
}

fn shown(words: Option<Words<'_>>) -> String {
    words.map(|words| inline(words.text)).unwrap_or_default()
}

/// Words on one line in which nothing means anything to Markdown.
pub(in crate::export) fn inline(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    let mut gap = false;
    let mut characters = words.chars().peekable();
    while let Some(character) = characters.next() {
        if character.is_whitespace() || character.is_control() {
            gap = true;
            continue;
        }
        if std::mem::take(&mut gap) && !line.is_empty() {
            line.push(' ');
        }
        let means_something = match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' => true,
            '&' => characters.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#'),
            '#' | '+' | '-' | '=' | '>' | ':' | '|' => line.is_empty(),
            '.' | ')' => !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit()),
            _ => false,
        };
        if means_something {
            line.push('\\');
        }
        line.push(character);
    }
    line
}

/// The inside of a code span, in which a backslash does not escape.
fn inline_code(words: &str) -> String {
    words.chars().filter(|character| *character != '`' && !character.is_control()).collect()
}

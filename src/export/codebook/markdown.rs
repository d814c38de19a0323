//! The codebook as Markdown, for the appendix of a report.

use std::fmt::Write as _;

use crate::model::codebook::{Code, Facet, Family, Note};

use super::labels::Labels;
use super::{CodebookView, Words};

/// The codebook as Markdown (CommonMark): families, rules, facets with their values, groups, and each code with all that
/// a coder needs. Words of the codebook are escaped: none of them becomes a heading, a link or HTML.
pub fn markdown(view: CodebookView<'_>) -> String {
    let mut page = Page { view, labels: Labels::of(view.language), text: String::new() };
    let title = if view.title.is_empty() { String::new() } else { format!(": {}", inline(view.title)) };
    page.line(&format!("# {}{title}", page.labels.codebook));
    let mut empty = true;
    for (family, codes) in view.families() {
        empty = false;
        page.family(family, &codes);
    }
    if empty {
        page.paragraph(page.labels.empty);
    }
    page.text
}

struct Page<'a> {
    view: CodebookView<'a>,
    labels: &'static Labels,
    text: String,
}

impl<'a> Page<'a> {
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

    fn family(&mut self, family: &'a Family, codes: &[&'a Code]) {
        let name = self.view.words(&family.name).map_or(family.id.as_str(), |name| name.text);
        self.heading(2, &format!("{} (`{}`)", inline(name), family.id));
        if family.exclusive {
            self.paragraph(self.labels.exclusive);
        }
        if !family.rules.is_empty() {
            self.heading(3, self.labels.rules);
            self.text.push('\n');
            for rule in &family.rules {
                let text = shown(self.view.words(&rule.text));
                self.line(&format!("- **{}** {text}", inline(&rule.id)));
            }
        }
        if !family.facets.is_empty() {
            self.heading(3, self.labels.facets);
            for facet in &family.facets {
                self.facet(facet);
            }
        }
        if !family.groups.is_empty() {
            self.heading(3, self.labels.groups);
            self.text.push('\n');
            for group in &family.groups {
                let name = shown(self.view.words(&group.name));
                let codes: Vec<String> =
                    self.view.book.in_group(&group.id).map(|code| self.named(&code.id)).collect();
                self.line(&format!("- **{name}**: {}", codes.join(", ")));
            }
        }
        for code in codes {
            self.code(code);
        }
    }

    fn facet(&mut self, facet: &'a Facet) {
        let name = shown(self.view.words(&facet.name));
        self.heading(4, &format!("{name} (`{}`)", inline_code(&facet.id)));
        self.paragraph(&format!("*{}*", self.labels.manner(facet)));
        if !facet.values.is_empty() {
            self.text.push('\n');
        }
        for value in &facet.values {
            let name = shown(self.view.words(&value.name));
            let definition = self.view.words(&value.definition);
            let definition = definition.map(|words| format!(": {}", shown(Some(words)))).unwrap_or_default();
            self.line(&format!("- **{name}** (`{}`){definition}", inline_code(&value.id)));
        }
    }

    fn code(&mut self, code: &'a Code) {
        let name = shown(self.view.words(&code.name));
        self.heading(3 + self.view.book.depth(code), &format!("{name} (`{}`)", code.id));
        if code.retired {
            self.paragraph(&format!("*{}*", self.labels.retired));
        }
        if let Some(definition) = self.view.words(&code.definition) {
            for paragraph in definition.text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
                self.paragraph(&inline(paragraph));
            }
        }
        self.notes(self.labels.include, &code.include);
        self.notes(self.labels.exclude, &code.exclude);
        let examples: Vec<Words<'_>> =
            code.examples.iter().filter_map(|example| self.view.words(example)).collect();
        if !examples.is_empty() {
            self.paragraph(&format!("**{}**", self.labels.examples));
            for example in examples {
                self.paragraph(&format!("> {}", inline(example.text)));
            }
        }
        self.facts(code);
    }

    fn notes(&mut self, label: &str, notes: &'a [Note]) {
        if notes.is_empty() {
            return;
        }
        self.paragraph(&format!("**{label}**\n"));
        for note in notes {
            let words = shown(self.view.words(&note.text));
            let neighbour = note.not.as_deref().map(|id| format!("→ {}", self.named(id)));
            let parts: Vec<String> =
                [words].into_iter().chain(neighbour).filter(|part| !part.is_empty()).collect();
            self.line(&format!("- {}", parts.join(" ")));
        }
    }

    /// The short ones: principle, poles, groups, key, source.
    fn facts(&mut self, code: &'a Code) {
        let labels = self.labels;
        let mut facts = Vec::new();
        if let Some(principle) = &code.principle {
            facts.push((labels.principle, self.named(principle)));
        }
        if !code.poles.is_empty() {
            let poles: Vec<String> = code.poles.iter().map(|pole| shown(self.view.words(pole))).collect();
            facts.push((labels.poles, poles.join(" ↔ ")));
        }
        let tensions: Vec<String> =
            self.view.book.tensions_of(&code.id).map(|tension| self.named(&tension.id)).collect();
        if !tensions.is_empty() {
            facts.push((labels.tensions, tensions.join(", ")));
        }
        let groups = code.groups.iter().map(|id| match self.view.book.group(id) {
            Some(group) => shown(self.view.words(&group.name)),
            None => inline(id),
        });
        let groups: Vec<String> = groups.collect();
        if !groups.is_empty() {
            facts.push((labels.in_groups, groups.join(", ")));
        }
        if let Some(key) = &code.mnemonic {
            facts.push((labels.key, format!("`,{}`", inline_code(key))));
        }
        if !code.source.is_empty() {
            facts.push((labels.source, inline(&code.source)));
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
        format!("{} (`{id}`)", inline(self.view.name_of(id).text))
    }
}

fn shown(words: Option<Words<'_>>) -> String {
    words.map(|words| inline(words.text)).unwrap_or_default()
}

/// Words on one line in which nothing means anything to Markdown.
fn inline(words: &str) -> String {
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

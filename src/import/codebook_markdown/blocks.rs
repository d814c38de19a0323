//! Markdown as the blocks that a codebook is written in: headings, paragraphs, items and quotes.

/// A block, with its words as they stand in the file: escapes are still in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The line it begins on, counting from 1.
    pub line: u64,
    pub kind: Kind,
    /// On one line.
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// With its level, 1 to 6.
    Heading(usize),
    Paragraph,
    Item,
    Quote,
}

pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    // True while the next line may go on with the last block.
    let mut open = false;
    for (line, number) in text.lines().zip(1..) {
        let words = line.trim();
        if words.is_empty() {
            open = false;
            continue;
        }
        let (kind, words) = kind(words);
        match blocks.last_mut().filter(|last| open && goes_on(last.kind, kind)) {
            Some(last) => {
                if !last.words.is_empty() {
                    last.words.push(' ');
                }
                last.words.push_str(words);
            }
            None => blocks.push(Block { line: number, kind, words: words.to_owned() }),
        }
        open = !matches!(kind, Kind::Heading(_));
    }
    blocks
}

fn kind(line: &str) -> (Kind, &str) {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let behind = &line[level..];
    if (1..=6).contains(&level) && (behind.is_empty() || behind.starts_with([' ', '\t'])) {
        return (Kind::Heading(level), behind.trim());
    }
    if let Some(rest) = line.strip_prefix('>') {
        return (Kind::Quote, rest.trim());
    }
    let item = line.strip_prefix(['-', '*', '+']);
    match item.filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t'])) {
        Some(rest) => (Kind::Item, rest.trim()),
        None => (Kind::Paragraph, line),
    }
}

/// Lines of a paragraph belong together, and what stands below an item or a quote without a sign of its own to those.
fn goes_on(last: Kind, next: Kind) -> bool {
    match next {
        Kind::Paragraph => !matches!(last, Kind::Heading(_)),
        Kind::Quote => last == Kind::Quote,
        Kind::Heading(_) | Kind::Item => false,
    }
}

/// Words without the backslashes before signs that mean something to Markdown.
pub(super) fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut characters = words.chars().peekable();
    while let Some(character) = characters.next() {
        match characters.peek() {
            Some(next) if character == '\\' && next.is_ascii_punctuation() => {
                text.push(*next);
                characters.next();
            }
            _ => text.push(character),
        }
    }
    text.trim().to_owned()
}

/// The words and the id of ``words (`id`)``.
pub(super) fn with_id(words: &str) -> Option<(&str, &str)> {
    let (before, id) = words.strip_suffix("`)")?.rsplit_once("(`")?;
    let escaped = before.ends_with('\\');
    (!id.is_empty() && !escaped).then_some((before.trim_end(), id))
}

/// All ids of ``one (`a`), two (`b`)``.
pub(super) fn ids(words: &str) -> Vec<String> {
    let parts = words.split("(`").skip(1);
    parts.filter_map(|part| part.split_once("`)")).map(|(id, _)| id.to_owned()).collect()
}

/// What stands between two signs at the start, and what stands behind: `**name** rest`.
pub(super) fn marked<'w>(words: &'w str, sign: &str) -> Option<(&'w str, &'w str)> {
    let inside = words.strip_prefix(sign)?;
    let mut from = 0;
    loop {
        let at = from + inside[from..].find(sign)?;
        let slashes = inside[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
        if slashes % 2 == 0 {
            return Some((&inside[..at], inside[at + sign.len()..].trim_start()));
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_blocks() {
        let found =
            blocks("# Een\ntwee\ndrie\n\n- vier\n  vijf\n* zes\n> zeven\n> acht\n\n> negen\n-\n#geen kop\n");
        let found: Vec<_> =
            found.iter().map(|block| (block.line, block.kind, block.words.as_str())).collect();
        assert_eq!(
            found,
            [
                (1, Kind::Heading(1), "Een"),
                (2, Kind::Paragraph, "twee drie"),
                (5, Kind::Item, "vier vijf"),
                (7, Kind::Item, "zes"),
                (8, Kind::Quote, "zeven acht"),
                (11, Kind::Quote, "negen"),
                (12, Kind::Item, "#geen kop"),
            ]
        );
    }

    #[test]
    fn signs_and_ids_are_found() {
        assert_eq!(plain(r"\*a\* \\ \n \`"), r"*a* \ \n `");
        assert_eq!(with_id("Naam \\(x) (`a-b`)"), Some(("Naam \\(x)", "a-b")));
        assert_eq!(with_id("Naam (\\`a\\`)"), None);
        assert_eq!(ids("Een (`a`), twee (`b c`)"), ["a", "b c"]);
        assert_eq!(marked(r"**a\*\*b** rest", "**"), Some((r"a\*\*b", "rest")));
        assert_eq!(marked("**open", "**"), None);
    }
}

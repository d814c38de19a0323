//! The words of a cue without its markup.

/// A line of a cue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Who speaks, where a `<v Name>` says so.
    pub voice: Option<String>,
    pub text: String,
}

/// Elements that mark and say nothing. What else stands between `<` and `>` was written by a person and stays.
const KNOWN: [&str; 10] = ["c", "i", "b", "u", "v", "lang", "ruby", "rt", "font", "s"];

/// Reads one line; each voice in it gives one. `voice` is who speaks at its start, and is left as who speaks at its end.
pub(super) fn read(line: &str, voice: &mut Option<String>) -> Vec<Said> {
    let mut said = vec![Said { voice: voice.clone(), text: String::new() }];
    let mut rest = line;
    while let Some(at) = rest.find(['<', '&', '{']) {
        push(&mut said, &rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            b'<' => tag(rest, voice, &mut said),
            b'&' => entity(rest, &mut said),
            _ => rest.starts_with("{\\").then(|| rest.find('}')).flatten().map(|end| end + 1),
        };
        let length = length.unwrap_or_else(|| {
            push(&mut said, &rest[..1]);
            1
        });
        rest = &rest[length..];
    }
    push(&mut said, rest);
    for said in &mut said {
        said.text = super::super::xml::one_line(&said.text);
    }
    said
}

fn push(said: &mut [Said], words: &str) {
    if let Some(last) = said.last_mut() {
        last.text.push_str(words);
    }
}

/// The length of the tag at the start of `rest`, in bytes; `None` where there is none.
fn tag(rest: &str, voice: &mut Option<String>, said: &mut Vec<Said>) -> Option<usize> {
    let end = rest.find('>')?;
    let inside = &rest[1..end];
    let bare = inside.strip_prefix('/').unwrap_or(inside);
    let name = bare.split(['.', ' ', '\t']).next().unwrap_or_default();
    let is_time =
        !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.'));
    if !(is_time || KNOWN.contains(&name.to_ascii_lowercase().as_str())) {
        return None;
    }
    if name.eq_ignore_ascii_case("v") {
        *voice = None;
        if !inside.starts_with('/') {
            let named = bare.split_once([' ', '\t']).map_or("", |(_, named)| named.trim());
            let mut plain = vec![Said::default()];
            let mut left = named;
            while let Some(at) = left.find('&') {
                push(&mut plain, &left[..at]);
                left = &left[at..];
                let length = entity(left, &mut plain).unwrap_or_else(|| {
                    push(&mut plain, "&");
                    1
                });
                left = &left[length..];
            }
            push(&mut plain, left);
            *voice = plain.pop().map(|plain| plain.text).filter(|named| !named.is_empty());
        }
        said.push(Said { voice: voice.clone(), text: String::new() });
    }
    Some(end + 1)
}

/// The length of the entity at the start of `rest`; its character goes to the words.
fn entity(rest: &str, said: &mut [Said]) -> Option<usize> {
    let end = rest.bytes().take(12).position(|byte| byte == b';')?;
    let character = match &rest[1..end] {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => " ",
        "lrm" | "rlm" | "shy" => "",
        numbered => {
            let digits = numbered.strip_prefix('#')?;
            let number = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            let character = char::from_u32(number).filter(|c| !c.is_control())?;
            push(said, character.encode_utf8(&mut [0; 4]));
            return Some(end + 1);
        }
    };
    push(said, character);
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[(Option<&str>, &str)]) {
        let mut voice = None;
        let said = read(line, &mut voice);
        let said: Vec<_> = said
            .iter()
            .filter(|said| !said.text.is_empty())
            .map(|said| (said.voice.as_deref(), said.text.as_str()))
            .collect();
        assert_eq!(said, expected, "{line}");
    }

    #[test]
    fn markup_goes_and_words_stay() {
        check("Like a <00:19.000>big-a <c.colorE5E5E5><00:19.500>pizza</c>", &[(None, "Like a big-a pizza")]);
        check(
            "<i>Zo</i> {\\an8}<font color=\"#fff\">is</font> het &amp; niet&nbsp;anders &#233;&#x21;",
            &[(None, "Zo is het & niet anders é!")],
        );
        check("<lacht> 3 < 4 & 5 > 2 {ja} &onzin; &", &[(None, "<lacht> 3 < 4 & 5 > 2 {ja} &onzin; &")]);
        check("<", &[(None, "<")]);
    }

    #[test]
    fn voices_speak() {
        check("<v Jansen, Anna>Goed.</v>", &[(Some("Jansen, Anna"), "Goed.")]);
        check("<v.luid A &amp; B>Ja <v Cor>Nee", &[(Some("A & B"), "Ja"), (Some("Cor"), "Nee")]);
        check("<v>Wie?</v> Toen", &[(None, "Wie?"), (None, "Toen")]);
        let mut voice = None;
        read("<v Anna>Een", &mut voice);
        assert_eq!(read("twee</v>", &mut voice)[0].voice.as_deref(), Some("Anna"));
        assert_eq!(voice, None);
    }
}

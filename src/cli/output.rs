//! Standard output and standard error. What files hold reaches a terminal only through here, so that no escape sequence in
//! a transcript can steer it.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};

use serde::Serialize;

use crate::text::sanitize;

/// What was found stands bold and in another colour.
const MARK: &str = "\u{1b}[1;33m";
/// As all else does.
const PLAIN: &str = "\u{1b}[0m";

/// Standard output.
pub struct Output {
    sink: BufWriter<StdoutLock<'static>>,
    terminal: bool,
    colours: bool,
}

impl Output {
    /// Takes standard output.
    pub fn new() -> Self {
        let sink = io::stdout().lock();
        let terminal = sink.is_terminal();
        let colours = terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { terminal, colours, sink: BufWriter::with_capacity(1 << 16, sink) }
    }

    /// Writes words for people; each of their lines becomes a line.
    pub fn text(&mut self, words: &str) -> io::Result<()> {
        for line in words.split('\n') {
            let line = if self.terminal { sanitize(line) } else { Cow::Borrowed(line) };
            writeln!(self.sink, "{line}")?;
        }
        Ok(())
    }

    /// Writes a line of words for people, of which some are marked: in colour where that is wanted, else between « and ».
    pub fn marked(&mut self, pieces: &[(String, bool)]) -> io::Result<()> {
        let mut line = String::new();
        for (words, is_marked) in pieces {
            let words = if self.terminal { sanitize(words) } else { Cow::Borrowed(words.as_str()) };
            match (is_marked, self.colours) {
                (true, true) => line.extend([MARK, &words, PLAIN]),
                (true, false) => line.extend(["«", &words, "»"]),
                (false, _) => line.push_str(&words),
            }
        }
        writeln!(self.sink, "{}", line.trim_end())
    }

    /// Writes one value as a line of JSON.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut *self, value)?;
        self.write_all(b"\n")
    }

    /// Writes an array as JSON, an item a line.
    pub fn json_array<T: Serialize>(&mut self, items: impl IntoIterator<Item = T>) -> io::Result<()> {
        let mut array = self.begin_array()?;
        for item in items {
            array.item(&item)?;
        }
        array.end()
    }

    /// Begins a JSON array whose items come one by one.
    pub fn begin_array(&mut self) -> io::Result<JsonArray<'_>> {
        self.write_all(b"[")?;
        Ok(JsonArray { output: self, is_empty: true })
    }

    /// Writes out what is still held back; forgetting this would forget errors.
    pub fn finish(mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

impl Write for Output {
    /// Takes JSON: what could steer a terminal is written as `\uXXXX` there, which means the same.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.terminal {
            return self.sink.write(bytes);
        }
        match std::str::from_utf8(bytes) {
            Ok(words) => self.sink.write_all(escape(words).as_bytes())?,
            Err(_) => self.sink.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

/// A JSON array that is being written.
pub struct JsonArray<'o> {
    output: &'o mut Output,
    is_empty: bool,
}

impl JsonArray<'_> {
    /// Writes the next item.
    pub fn item(&mut self, item: &impl Serialize) -> io::Result<()> {
        self.output.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        serde_json::to_writer(&mut *self.output, item)?;
        Ok(())
    }

    /// Closes it.
    pub fn end(self) -> io::Result<()> {
        self.output.write_all(if self.is_empty { b"]\n" } else { b"\n]\n" })
    }
}

/// JSON whose strings hold no character that steers a terminal or hides.
fn escape(json: &str) -> Cow<'_, str> {
    let steers = |c: char| {
        c != '\n' && c.is_control()
            || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
            || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    if !json.contains(steers) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if steers(c) {
            escaped.extend(["\\u", &format!("{:04x}", c as u32)]);
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Says on standard error that something is not as it should be, although the command goes on.
pub fn warn(words: &str) {
    say(&format!("warning: {words}"));
}

/// Says on standard error why the command ends.
pub fn complain(words: &str) {
    say(&format!("kantlijn: {words}"));
}

/// Says something for people on standard error.
pub fn say(words: &str) {
    let mut stderr = io::stderr().lock();
    for line in words.split('\n') {
        // Nobody is left to tell when standard error is closed.
        let _ = writeln!(stderr, "{}", sanitize(line));
    }
}

/// True when the reader of standard output went away: `| head` had enough.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = || cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        io.or_else(json) == Some(io::ErrorKind::BrokenPipe)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_its_meaning_and_steers_nothing() {
        let value = serde_json::json!({ "a": "een\u{1b}[31m \u{9b}31m \u{202e}om\u{7f} é\n" });
        let plain = value.to_string();
        let escaped = escape(&plain);
        assert!(!escaped.chars().any(char::is_control), "{escaped}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&escaped).unwrap(), value);
        assert!(matches!(escape("{\"é\":\n1}"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_broken_pipe_is_seen_through_json() {
        let broken = || io::Error::from(io::ErrorKind::BrokenPipe);
        assert!(is_broken_pipe(&broken().into()));
        assert!(is_broken_pipe(&anyhow::Error::from(broken()).context("while writing")));
        assert!(!is_broken_pipe(&io::Error::from(io::ErrorKind::NotFound).into()));
    }
}

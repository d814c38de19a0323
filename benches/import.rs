//! How fast transcripts of other programs become documents: a thousand files of WebVTT, of Word and of plain text, 50 MB of
//! text each; read, recognised, decoded, composed and written.
//!
//! No harness: each is done once, as a person would, and the figures are for docs/performance.md. `KANTLIJN_FILES` sets
//! another number of files.

#![expect(clippy::expect_used, reason = "a bench that cannot make its files cannot go on")]

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::time::Instant;

use kantlijn::import::run::{Existing, Fate, Wishes, fate_of, read_files};
use kantlijn::model::StudyConfig;
use kantlijn::store::new_documents::write_documents;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Makes the file with a number.
type Make = fn(usize) -> Vec<u8>;

/// Bytes of text in one file.
const TEXT: usize = 50_000;

fn main() {
    let count: usize =
        std::env::var("KANTLIJN_FILES").ok().and_then(|count| count.parse().ok()).unwrap_or(1000);
    let formats: [(&str, Make); 3] = [("vtt", vtt), ("docx", docx), ("txt", txt)];
    println!(
        "{:<6} {:>6} {:>9} {:>8} {:>8} {:>8} {:>8}",
        "", "files", "text MB", "read", "compose", "write", "MB/s"
    );
    for (ending, make) in formats {
        let folder = tempfile::tempdir().expect("a folder");
        let paths: Vec<PathBuf> = (0..count)
            .map(|number| {
                let path = folder.path().join(format!("gesprek-{number:04}.{ending}"));
                fs::write(&path, make(number)).expect("a file");
                path
            })
            .collect();
        measure(ending, &paths, &folder.path().join("studie"));
    }
}

fn measure(ending: &str, paths: &[PathBuf], study: &Path) {
    let config = StudyConfig::parse("format = 1\n").expect("a study");
    let (wishes, mut existing) = (Wishes::default(), Existing::default());
    let (mut read, mut composed, mut written) = (0.0, 0.0, 0.0);
    let (mut bytes, mut refused) = (0, 0);
    // As `kantlijn import` does it.
    for chunk in paths.chunks(128) {
        let begun = Instant::now();
        let arrived = read_files(chunk, &wishes, &|_| {});
        read += begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let fates: Vec<Fate> =
            arrived.iter().map(|one| fate_of(one, &wishes, &config, &mut existing)).collect();
        composed += begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let documents =
            fates.iter().filter_map(|fate| if let Fate::Documents(all) = fate { Some(all) } else { None });
        let files: Vec<(&str, &[u8])> =
            documents.flatten().map(|document| (document.path.as_str(), document.file.as_bytes())).collect();
        refused += fates.iter().filter(|fate| !matches!(fate, Fate::Documents(_))).count();
        bytes += files.iter().map(|(_, file)| file.len()).sum::<usize>();
        for result in write_documents(study, &files) {
            result.expect("it is written");
        }
        written += begun.elapsed().as_secs_f64();
    }
    let megabytes = bytes as f64 / 1e6;
    println!(
        "{ending:<6} {:>6} {megabytes:>9.1} {read:>7.2}s {composed:>7.2}s {written:>7.2}s {:>8.1}{}",
        paths.len(),
        megabytes / (read + composed + written),
        if refused > 0 { format!("  {refused} refused") } else { String::new() }
    );
}

/// What is said in turn `turn` of file `file`.
fn words(file: usize, turn: usize) -> String {
    const WORDS: [&str; 12] = [
        "samen",
        "leren",
        "wij",
        "over",
        "de",
        "grens",
        "van",
        "één",
        "school",
        "en",
        "coördineren",
        "vragen",
    ];
    let words = (0..14).map(|word| WORDS[(file * 7 + turn * 5 + word * 3) % WORDS.len()]);
    let words = words.collect::<Vec<_>>().join(" ");
    // No two files are the same: one that is known already is not taken in again.
    if turn == 0 { format!("{words} {file}") } else { words }
}

const SPEAKERS: [&str; 3] = ["Interviewer", "Noa Bakker", "Sam"];

fn vtt(file: usize) -> Vec<u8> {
    let mut text = String::from("WEBVTT\r\n\r\n");
    let (mut said, mut turn) = (0, 0);
    while said < TEXT {
        let words = words(file, turn);
        said += words.len() + 24;
        let (minute, second) = (turn * 4 / 60 % 60, turn * 4 % 60);
        let (speaker, hour) = (SPEAKERS[turn % 3], turn * 4 / 3600);
        let _ = write!(
            text,
            "{}\r\n{hour:02}:{minute:02}:{second:02}.000 --> {hour:02}:{minute:02}:{second:02}.900\r\n{speaker}: {words}\r\n\r\n",
            turn + 1
        );
        turn += 1;
    }
    text.into_bytes()
}

fn txt(file: usize) -> Vec<u8> {
    let mut text = String::new();
    let mut turn = 0;
    while text.len() < TEXT {
        let _ = write!(text, "{}: {}\r\n\r\n", SPEAKERS[turn % 3], words(file, turn));
        turn += 1;
    }
    text.into_bytes()
}

fn docx(file: usize) -> Vec<u8> {
    let mut body = String::new();
    let (mut said, mut turn) = (0, 0);
    while said < TEXT {
        let words = words(file, turn);
        said += words.len() + 14;
        let _ = write!(
            body,
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{}: </w:t></w:r><w:r><w:t>{words}</w:t></w:r></w:p>",
            SPEAKERS[turn % 3]
        );
        turn += 1;
    }
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("[Content_Types].xml", types), ("word/document.xml", document.as_str())] {
        zip.start_file(name, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(content.as_bytes()).expect("its bytes");
    }
    zip.finish().expect("a container").into_inner()
}

//! Sources and what is coded in them.

use crate::import::ImportError;
use crate::import::project::refi::raw::{Kind, RawCoding, RawSelection, RawSource, TextAt};
use crate::import::xml::{Tag, one_line};

use super::{Reader, guid, moment, number};

impl Reader<'_> {
    pub(super) fn sources(&mut self) -> Result<(), ImportError> {
        self.each(|reader, tag| {
            let kind = match tag.name.as_str() {
                "TextSource" => {
                    let source = reader.text_source(&tag)?;
                    reader.raw.sources.push(source);
                    return Ok(());
                }
                "PDFSource" => Kind::Pdf,
                "PictureSource" => Kind::Picture,
                "AudioSource" => Kind::Audio,
                "VideoSource" => Kind::Video,
                _ => return reader.other(&tag),
            };
            reader.media(&tag, kind)
        })
    }

    /// A text with all that is in it; a note is made like this, too.
    pub(super) fn text_source(&mut self, tag: &Tag) -> Result<RawSource, ImportError> {
        let mut source = begun(tag, Kind::Text);
        source.text = text_at(tag);
        source.has_rich_text = tag.get("richTextPath").is_some_and(|path| !path.trim().is_empty());
        self.each(|reader, tag| match tag.name.as_str() {
            "PlainTextContent" => {
                let words = reader.words()?;
                if source.text == TextAt::Nowhere || !words.is_empty() {
                    source.text = TextAt::Inline(words);
                }
                Ok(())
            }
            "PlainTextSelection" => {
                let mut selection = reader.selection(&tag, &mut source)?;
                selection.start = number(&tag, "startPosition");
                selection.end = number(&tag, "endPosition");
                source.selections.push(selection);
                Ok(())
            }
            _ => reader.of_source(&tag, &mut source),
        })?;
        Ok(source)
    }

    /// What every source can have.
    fn of_source(&mut self, tag: &Tag, source: &mut RawSource) -> Result<(), ImportError> {
        match tag.name.as_str() {
            "Description" => {
                source.description = self.words()?;
                Ok(())
            }
            "Coding" => {
                let coding = self.coding(tag)?;
                source.codings.push(coding);
                Ok(())
            }
            "NoteRef" => self.named(tag, &mut source.notes),
            "VariableValue" => self.value(&mut source.values),
            _ => self.other(tag),
        }
    }

    /// A PDF, a picture, sound or video, with the texts that stand for it.
    fn media(&mut self, tag: &Tag, kind: Kind) -> Result<(), ImportError> {
        let mut source = begun(tag, kind);
        let mut transcripts = Vec::new();
        self.each(|reader, tag| match tag.name.as_str() {
            "Representation" | "TextDescription" => {
                let text = reader.text_source(&tag)?;
                source.guids.extend(text.guids);
                source.has_rich_text |= text.has_rich_text;
                source.text = text.text;
                source.selections.extend(text.selections);
                source.codings.extend(text.codings);
                source.notes.extend(text.notes);
                source.values.extend(text.values);
                Ok(())
            }
            "Transcript" => {
                transcripts.push(reader.transcript(&tag)?);
                Ok(())
            }
            "PDFSelection" => {
                let mut selection = reader.selection(&tag, &mut source)?;
                selection.page = Some(format!("page {}", tag.get("page").unwrap_or("?").trim()));
                source.selections.push(selection);
                Ok(())
            }
            "PictureSelection" | "AudioSelection" | "VideoSelection" => {
                let selection = reader.selection(&tag, &mut source)?;
                source.pieces += 1;
                source.codings_on_pieces += selection.codings.len();
                Ok(())
            }
            _ => reader.of_source(&tag, &mut source),
        })?;
        // What is said of a recording is said of its transcripts.
        let several = transcripts.len() > 1;
        for (nth, transcript) in transcripts.iter_mut().enumerate() {
            let own = std::mem::take(&mut transcript.name);
            transcript.name = match (several, own.is_empty()) {
                (false, _) => source.name.clone(),
                (true, true) => format!("{} {}", source.name, nth + 1),
                (true, false) => format!("{} {own}", source.name),
            };
            transcript.values.extend(source.values.iter().cloned());
            if nth == 0 {
                transcript.guids.extend(source.guids.iter().copied());
                transcript.notes.append(&mut source.notes);
            }
        }
        if !transcripts.is_empty() {
            source.guids.clear();
        }
        self.raw.sources.push(source);
        self.raw.sources.append(&mut transcripts);
        Ok(())
    }

    fn transcript(&mut self, tag: &Tag) -> Result<RawSource, ImportError> {
        let mut source = begun(tag, Kind::Transcript);
        source.text = text_at(tag);
        source.has_rich_text = tag.get("richTextPath").is_some();
        self.each(|reader, tag| match tag.name.as_str() {
            "PlainTextContent" => {
                source.text = TextAt::Inline(reader.words()?);
                Ok(())
            }
            "SyncPoint" => {
                source.moments.extend(guid(&tag, "guid").zip(number(&tag, "position")));
                reader.skip()
            }
            "TranscriptSelection" => {
                let mut selection = reader.selection(&tag, &mut source)?;
                selection.moments = (guid(&tag, "fromSyncPoint"), guid(&tag, "toSyncPoint"));
                source.selections.push(selection);
                Ok(())
            }
            _ => reader.of_source(&tag, &mut source),
        })?;
        Ok(source)
    }

    /// A selection without its place. A text that stands for it has a name for what has none.
    fn selection(&mut self, tag: &Tag, source: &mut RawSource) -> Result<RawSelection, ImportError> {
        let mut selection = RawSelection {
            guid: guid(tag, "guid"),
            name: tag.get("name").unwrap_or_default().to_owned(),
            user: guid(tag, "creatingUser"),
            at: moment(tag, "creationDateTime"),
            ..RawSelection::default()
        };
        self.each(|reader, tag| match tag.name.as_str() {
            "Description" => {
                selection.description = reader.words()?;
                Ok(())
            }
            "Coding" => {
                let coding = reader.coding(&tag)?;
                selection.codings.push(coding);
                Ok(())
            }
            "NoteRef" => reader.named(&tag, &mut selection.notes),
            "Representation" => {
                let text = reader.text_source(&tag)?;
                if let TextAt::Inline(words) = text.text
                    && selection.name.trim().is_empty()
                {
                    selection.name = words;
                }
                selection.codings.extend(text.codings);
                selection.codings.extend(text.selections.into_iter().flat_map(|inner| inner.codings));
                source.notes.extend(text.notes);
                Ok(())
            }
            _ => reader.other(&tag),
        })?;
        Ok(selection)
    }

    fn coding(&mut self, tag: &Tag) -> Result<RawCoding, ImportError> {
        let mut coding = RawCoding {
            guid: guid(tag, "guid"),
            user: guid(tag, "creatingUser"),
            at: moment(tag, "creationDateTime"),
            ..RawCoding::default()
        };
        let mut codes = Vec::new();
        self.each(|reader, tag| match tag.name.as_str() {
            "CodeRef" => reader.named(&tag, &mut codes),
            "NoteRef" => reader.named(&tag, &mut coding.notes),
            _ => reader.other(&tag),
        })?;
        coding.code = codes.first().copied();
        Ok(coding)
    }
}

fn begun(tag: &Tag, kind: Kind) -> RawSource {
    RawSource {
        kind,
        guids: guid(tag, "guid").into_iter().collect(),
        name: one_line(tag.get("name").unwrap_or_default()),
        user: guid(tag, "creatingUser"),
        at: moment(tag, "creationDateTime"),
        ..RawSource::default()
    }
}

fn text_at(tag: &Tag) -> TextAt {
    match tag.get("plainTextPath").filter(|path| !path.trim().is_empty()) {
        Some(path) => TextAt::Path(path.to_owned()),
        None => TextAt::Nowhere,
    }
}

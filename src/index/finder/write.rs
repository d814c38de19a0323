//! Making a shard: one tantivy document for each turn, in order, nothing stored. One field has the words as they are compared,
//! with their places; another has those that are spelled otherwise, as they are spelled ([`Spelled`]).
//!
//! One thread writes one segment, so the number that tantivy gives a turn is its place in the shard, and nothing is ever
//! merged, deleted or locked.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::Directory;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{Index, IndexSettings, TantivyDocument, TantivyError};

use crate::text::fold::Tokens;

use super::spelled::Spelled;

/// What the tokenizers are called in the index.
const TOKENIZER: &str = "kantlijn";
const SPELLING: &str = "kantlijn spelling";
/// Words as they are compared.
pub(super) const FIELD: Field = Field::from_field_id(0);
/// Words that are spelled otherwise.
pub(super) const SPELLED: Field = Field::from_field_id(1);
/// A hint for the size of the first tables; a shard takes what its text needs. Small ones stay in the processor's cache, and
/// grow with the number of different words.
const MEMORY: usize = 2 << 20;

/// Writes one shard.
pub(super) struct ShardWriter {
    writer: SingleSegmentIndexWriter,
    turns: u32,
}

impl ShardWriter {
    /// Begins a shard in an empty folder, or in memory.
    pub(super) fn begin(directory: Box<dyn Directory>) -> Result<Self, TantivyError> {
        let tokenizers = TokenizerManager::new();
        let found = Found::default();
        let folding = Folding { token: Token::default(), found: Arc::clone(&found) };
        tokenizers.register(TOKENIZER, TextAnalyzer::from(folding));
        tokenizers.register(SPELLING, TextAnalyzer::from(Spelling { token: Token::default(), found }));
        let settings =
            IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
        let builder = Index::builder().schema(schema()).settings(settings).tokenizers(tokenizers);
        Ok(Self { writer: builder.single_segment_index_writer(directory, MEMORY)?, turns: 0 })
    }

    /// How many turns were added.
    pub(super) fn turns(&self) -> u32 {
        self.turns
    }

    /// Adds the next turn.
    pub(super) fn add(&mut self, spoken: &str) -> Result<(), TantivyError> {
        let mut document = TantivyDocument::default();
        document.add_text(FIELD, spoken);
        // They are known when the words are: tantivy reads the fields in their order.
        document.add_text(SPELLED, "");
        self.writer.add_document(document)?;
        self.turns += 1;
        Ok(())
    }

    /// Writes everything to its directory.
    pub(super) fn finish(self) -> Result<Index, TantivyError> {
        self.writer.finalize()
    }
}

/// The two text fields.
pub(super) fn schema() -> Schema {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let spelling = TextFieldIndexing::default()
        .set_tokenizer(SPELLING)
        .set_index_option(IndexRecordOption::WithFreqs)
        .set_fieldnorms(false);
    let mut schema = Schema::builder();
    schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    schema.add_text_field("spelled", TextOptions::default().set_indexing_options(spelling));
    schema.build()
}

/// What the words of a turn that are spelled otherwise look like: from one field to the next.
type Found = Arc<Mutex<Spelled>>;

fn locked(found: &Found) -> MutexGuard<'_, Spelled> {
    found.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The words as they are compared, as tantivy asks for them.
#[derive(Clone)]
struct Folding {
    token: Token,
    found: Found,
}

struct Folded<'t> {
    text: &'t str,
    tokens: Tokens<'t>,
    token: &'t mut Token,
    spelled: MutexGuard<'t, Spelled>,
}

impl Tokenizer for Folding {
    type TokenStream<'t> = Folded<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Folded<'t> {
        self.token.reset();
        let mut spelled = locked(&self.found);
        spelled.clear();
        Folded { text, tokens: Tokens::of(text), token: &mut self.token, spelled }
    }
}

impl TokenStream for Folded<'_> {
    fn advance(&mut self) -> bool {
        match self.tokens.next_token(&mut self.token.text) {
            Some(span) => {
                self.token.position = self.token.position.wrapping_add(1);
                self.token.offset_from = span.start as usize;
                self.token.offset_to = span.end as usize;
                self.spelled.look_at(self.text, span, &self.token.text);
                true
            }
            None => false,
        }
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

/// The words that are spelled otherwise, as tantivy asks for them.
#[derive(Clone)]
struct Spelling {
    token: Token,
    found: Found,
}

struct Spellings<'t> {
    token: &'t mut Token,
    next: usize,
    spelled: MutexGuard<'t, Spelled>,
}

impl Tokenizer for Spelling {
    type TokenStream<'t> = Spellings<'t>;

    fn token_stream<'t>(&'t mut self, _: &'t str) -> Spellings<'t> {
        self.token.reset();
        Spellings { token: &mut self.token, next: 0, spelled: locked(&self.found) }
    }
}

impl TokenStream for Spellings<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.spelled.get(self.next) else { return false };
        self.next += 1;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(word);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

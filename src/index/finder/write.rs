//! Making a shard: one tantivy document for each turn, in order, one folded field with positions, nothing stored.
//!
//! One thread writes one segment, so the number that tantivy gives a turn is its place in the shard, and nothing is ever
//! merged, deleted or locked.

use tantivy::directory::Directory;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{Index, IndexSettings, TantivyDocument, TantivyError};

use crate::text::fold::Tokens;

/// What the tokenizer is called in the index.
const TOKENIZER: &str = "kantlijn";
/// The only field.
pub(super) const FIELD: Field = Field::from_field_id(0);
/// A hint for the size of the first tables; a shard takes what its text needs.
const MEMORY: usize = 64 << 20;

/// Writes one shard.
pub(super) struct ShardWriter {
    writer: SingleSegmentIndexWriter,
    turns: u32,
}

impl ShardWriter {
    /// Begins a shard in an empty folder, or in memory.
    pub(super) fn begin(directory: Box<dyn Directory>) -> Result<Self, TantivyError> {
        let tokenizers = TokenizerManager::new();
        tokenizers.register(TOKENIZER, TextAnalyzer::from(Folding::default()));
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
        self.writer.add_document(document)?;
        self.turns += 1;
        Ok(())
    }

    /// Writes everything to its directory.
    pub(super) fn finish(self) -> Result<Index, TantivyError> {
        self.writer.finalize()
    }
}

/// One text field, positions and lengths with it.
pub(super) fn schema() -> Schema {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    schema.build()
}

/// The words as they are compared, as tantivy asks for them.
#[derive(Clone, Default)]
struct Folding {
    token: Token,
}

struct Folded<'t> {
    tokens: Tokens<'t>,
    token: &'t mut Token,
}

impl Tokenizer for Folding {
    type TokenStream<'t> = Folded<'t>;

    fn token_stream<'t>(&'t mut self, text: &'t str) -> Folded<'t> {
        self.token.reset();
        Folded { tokens: Tokens::of(text), token: &mut self.token }
    }
}

impl TokenStream for Folded<'_> {
    fn advance(&mut self) -> bool {
        match self.tokens.next_token(&mut self.token.text) {
            Some(span) => {
                self.token.position = self.token.position.wrapping_add(1);
                self.token.offset_from = span.start as usize;
                self.token.offset_to = span.end as usize;
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

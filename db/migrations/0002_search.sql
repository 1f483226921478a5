-- What search reads. All of it is derived and can be made anew from 0001.

-- Which fold wrote the index, and the last statement up to which row numbers ascend
-- with the date said; the few after it are of older sources that came in later.
CREATE TABLE search_index (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    fold INTEGER NOT NULL,
    ordered_to INTEGER NOT NULL
) STRICT;

-- words: the folded words of statement.exact; joined: hyphenated words as one, each after
-- a mark (ª) that no folded word holds.
CREATE VIRTUAL TABLE statement_words USING fts5 (
    words, joined,
    content = '',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Mn Mc'"
);

-- The same of name.text, without marks.
CREATE VIRTUAL TABLE name_words USING fts5 (
    words, joined,
    content = '',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Mn Mc'"
);

-- The same of the titles and slugs of claims and sources. Where a word stands is not asked.
CREATE VIRTUAL TABLE claim_words USING fts5 (
    words, joined,
    content = '', detail = none, prefix = '1 2',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Mn Mc'"
);
CREATE VIRTUAL TABLE source_words USING fts5 (
    words, joined,
    content = '', detail = none, prefix = '1 2',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Mn Mc'"
);

-- For each actor (as speaker, as holder of a stand, as who passes on, as mentioned), weapon, claim, source, mode and
-- position the set of its statements, and for each word and each beginning of
-- words that is too common for the full-text index to answer in a frame: a roaring
-- bitmap of statement.id in the portable format. key is a row number, or the word.
-- The set of a beginning of two letters or more lacks what is in those of longer ones
-- and of words that begin so: it is united with them. What stands in statements only as a
-- joined word, or as the beginning of one, is kept apart, under the mark. A pair is a common word with a
-- space and the word after it if that is common, too, else its first two letters and a
-- star ("of the", "of ki*"); the word with a space and a plus is where it stands again in
-- the same statement. Statements that came in later stand in sets of their own, 'late word',
-- 'late prefix' and 'late pair', so that one more source does not write every common word
-- anew.
CREATE TABLE posting (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN
        ('speaker', 'holder', 'via', 'mention', 'claim', 'source', 'mode', 'position', 'word',
            'prefix', 'pair', 'late word', 'late prefix', 'late pair')),
    key TEXT NOT NULL,
    statements BLOB NOT NULL,
    UNIQUE (kind, key)
) STRICT;

-- What search reads. All of it is derived and can be made anew from 0001.

-- Which fold wrote the index, and the last row number that ascends with the date
-- said; later rows (an older source taken in afterwards) are in no order.
CREATE TABLE search_index (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    fold INTEGER NOT NULL,
    ordered_to INTEGER NOT NULL
) STRICT;

-- words: the folded words of statement.exact; joined: hyphenated words as one;
-- marks: one private-use token for each thing a filter can name.
CREATE VIRTUAL TABLE statement_words USING fts5 (
    words, joined, marks,
    content = '', prefix = '1 2',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
CREATE VIRTUAL TABLE statement_vocabulary USING fts5vocab (statement_words, 'row');

-- For each actor (as speaker, as mentioned), weapon, claim, source, mode and
-- position the set of its statements, with those of all that belong to it: a
-- roaring bitmap of statement.id in the portable format.
CREATE TABLE posting (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    statements BLOB NOT NULL,
    UNIQUE (kind, key)
) STRICT;

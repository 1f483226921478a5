-- The library: actors, weapons, sources, statements and what they rest on.
-- Offsets are Unicode code points into source.text, half-open.
-- Dates are ISO 8601 days; a range holds both of its ends, an open end is NULL.
-- date(…, '+0 days') makes of 30 February what it would be; date(…) alone keeps it.
-- Row numbers (id) are private to one file; slug and hash are what others may keep.
-- A slug may become the name of a file, with an ending: hence its 200 characters.
-- Words of a statement stand once, in its exact: spans, mentions, cues and appraisals
-- have only start and end. Where a table has many rows, a word of a short list is kept
-- as its number in it (…_code, from 0), and the column of that name spells it.
-- Constraints that nothing else looks at before are named by the sentence that says them.

CREATE TABLE library (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    title TEXT NOT NULL,
    about TEXT NOT NULL DEFAULT ''
) STRICT;

-- How the library knows a thing: a statement says it, it follows from some, or
-- it is the editor's own ordering.
CREATE TABLE basis (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('stated', 'inferred', 'editorial')),
    note TEXT NOT NULL DEFAULT '',
    alternative TEXT NOT NULL DEFAULT '',
    CONSTRAINT "an inferred basis gives its reasoning in its note"
        CHECK (kind <> 'inferred' OR trim(note, char(9, 10, 13, 32, 160)) <> '')
) STRICT;

CREATE TABLE evidence (
    basis INTEGER NOT NULL REFERENCES basis,
    statement INTEGER NOT NULL REFERENCES statement DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (basis, statement)
) STRICT, WITHOUT ROWID;

-- Actors and weapons share one series of row numbers, so that a name or a
-- mention can point at either.
CREATE TABLE entity (
    id INTEGER PRIMARY KEY,
    type TEXT NOT NULL CHECK (type IN ('actor', 'weapon')),
    slug TEXT NOT NULL
        CHECK (length(slug) BETWEEN 1 AND 200 AND slug NOT GLOB '*[^a-z0-9-]*'),
    name TEXT NOT NULL CHECK (name <> ''),
    note TEXT NOT NULL DEFAULT '',
    UNIQUE (type, slug)
) STRICT;

CREATE TABLE actor (
    id INTEGER PRIMARY KEY REFERENCES entity,
    kind TEXT NOT NULL
        CHECK (kind IN ('state', 'organisation', 'outlet', 'person', 'group', 'unnamed')),
    parent INTEGER REFERENCES actor DEFERRABLE INITIALLY DEFERRED,
    parent_basis INTEGER REFERENCES basis
) STRICT;
CREATE INDEX actor_parent ON actor (parent);

CREATE TABLE weapon (
    id INTEGER PRIMARY KEY REFERENCES entity,
    kind TEXT NOT NULL CHECK (kind IN ('class', 'model')),
    parent INTEGER REFERENCES weapon DEFERRABLE INITIALLY DEFERRED,
    parent_basis INTEGER REFERENCES basis
) STRICT;
CREATE INDEX weapon_parent ON weapon (parent);

CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    entity INTEGER NOT NULL REFERENCES entity,
    text TEXT NOT NULL CHECK (text <> ''),
    kind TEXT NOT NULL CHECK (kind IN
        ('official', 'alias', 'local designation', 'transliteration', 'abbreviation', 'misspelling')),
    language TEXT NOT NULL DEFAULT '',
    script TEXT NOT NULL DEFAULT '',
    basis INTEGER REFERENCES basis,
    UNIQUE (entity, text, kind)
) STRICT;

CREATE TABLE role (
    id INTEGER PRIMARY KEY,
    actor INTEGER NOT NULL REFERENCES actor,
    title TEXT NOT NULL CHECK (title <> ''),
    organisation INTEGER REFERENCES actor,
    held_from TEXT CHECK (held_from IS date(held_from, '+0 days')),
    held_to TEXT CHECK (held_to IS date(held_to, '+0 days')),
    held_basis INTEGER REFERENCES basis,
    basis INTEGER REFERENCES basis,
    CHECK (held_from <= held_to)
) STRICT;
CREATE INDEX role_actor ON role (actor);
CREATE INDEX role_organisation ON role (organisation);

-- A decision about two entries that can be taken back; nothing is merged.
CREATE TABLE sameness (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE
        CHECK (length(slug) BETWEEN 1 AND 200 AND slug NOT GLOB '*[^a-z0-9-]*'),
    one INTEGER NOT NULL REFERENCES entity,
    other INTEGER NOT NULL REFERENCES entity,
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'not the same')),
    withdrawn TEXT NOT NULL DEFAULT '',
    basis INTEGER NOT NULL REFERENCES basis,
    CONSTRAINT "a sameness is between two different entries"
        CHECK (one <> other)
) STRICT;
CREATE INDEX sameness_one ON sameness (one);
CREATE INDEX sameness_other ON sameness (other);

CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE
        CHECK (length(slug) BETWEEN 1 AND 200 AND slug NOT GLOB '*[^a-z0-9-]*'),
    title TEXT NOT NULL CHECK (title <> ''),
    title_basis INTEGER REFERENCES basis,
    kind TEXT NOT NULL
        CHECK (kind IN ('article', 'statement', 'report', 'interview', 'post', 'other')),
    publisher INTEGER REFERENCES actor,
    publisher_basis INTEGER REFERENCES basis,
    published_from TEXT CHECK (published_from IS date(published_from, '+0 days')),
    published_to TEXT CHECK (published_to IS date(published_to, '+0 days')),
    published_basis INTEGER REFERENCES basis,
    language TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    -- substr() and TOML would not keep a NUL or a carriage return.
    text TEXT NOT NULL CHECK (instr(text, char(0)) = 0 AND instr(text, char(13)) = 0),
    CHECK (published_from <= published_to)
) STRICT;
CREATE INDEX source_publisher ON source (publisher) WHERE publisher IS NOT NULL;

-- Row numbers ascend with the date said, so that newest first is their order.
CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    hash TEXT NOT NULL CHECK (length(hash) = 12 AND hash NOT GLOB '*[^a-z2-7]*'),
    source INTEGER NOT NULL REFERENCES source,
    start INTEGER NOT NULL CHECK (start >= 0),
    end INTEGER NOT NULL,
    mode_code INTEGER NOT NULL CHECK (mode_code BETWEEN 0 AND 3),
    mode TEXT AS (CASE mode_code WHEN 0 THEN 'direct' WHEN 1 THEN 'indirect'
        WHEN 2 THEN 'mixed' WHEN 3 THEN 'narration' END),
    said_from TEXT CHECK (said_from IS date(said_from, '+0 days')),
    -- The last day where it is not the first as well; '' leaves the end open.
    said_until TEXT CHECK (said_until = '' OR said_until IS date(said_until, '+0 days')),
    said_to TEXT AS (CASE said_until WHEN '' THEN NULL ELSE coalesce(said_until, said_from) END),
    said_basis INTEGER REFERENCES basis,
    exact TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    CHECK (end > start AND length(exact) = end - start),
    CHECK (said_from <= said_to)
) STRICT;
CREATE UNIQUE INDEX statement_hash ON statement (hash);
CREATE INDEX statement_place ON statement (source, start);
-- The statements whose date is a range: what after: and before: look at besides row order.
CREATE INDEX statement_ranged ON statement (said_to, said_from) WHERE said_from IS NOT said_to;
CREATE INDEX statement_open ON statement (said_to) WHERE said_from IS NULL AND said_to IS NOT NULL;

CREATE TABLE aside (
    source INTEGER NOT NULL REFERENCES source,
    start INTEGER NOT NULL CHECK (start >= 0),
    end INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('cross-heading', 'boilerplate')),
    exact TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (source, start),
    CHECK (end > start AND length(exact) = end - start)
) STRICT, WITHOUT ROWID;

CREATE TABLE span (
    statement INTEGER NOT NULL REFERENCES statement,
    part_code INTEGER NOT NULL CHECK (part_code BETWEEN 0 AND 2),
    part TEXT AS (CASE part_code WHEN 0 THEN 'quoted' WHEN 1 THEN 'content'
        WHEN 2 THEN 'cue' END),
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY (statement, part_code, start),
    CHECK (end > start)
) STRICT, WITHOUT ROWID;

CREATE TABLE mention (
    statement INTEGER NOT NULL REFERENCES statement,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    entity INTEGER NOT NULL REFERENCES entity,
    PRIMARY KEY (statement, start, end, entity),
    CHECK (end > start)
) STRICT, WITHOUT ROWID;

-- The chain from the publication (position 0) to the speaker (the last
-- position); actors that speak jointly share a position.
CREATE TABLE link (
    statement INTEGER NOT NULL REFERENCES statement,
    position INTEGER NOT NULL CHECK (position >= 0),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    role_code INTEGER NOT NULL CHECK (role_code BETWEEN 0 AND 3),
    role TEXT AS (CASE role_code WHEN 0 THEN 'publication' WHEN 1 THEN 'reporter'
        WHEN 2 THEN 'relayer' WHEN 3 THEN 'speaker' END),
    actor INTEGER NOT NULL REFERENCES actor,
    descriptor TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (statement, position, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE
        CHECK (length(slug) BETWEEN 1 AND 200 AND slug NOT GLOB '*[^a-z0-9-]*'),
    proposition TEXT NOT NULL CHECK (proposition <> ''),
    note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE relation (
    claim INTEGER NOT NULL REFERENCES claim,
    kind TEXT NOT NULL CHECK (kind IN ('narrows', 'implies', 'contradicts', 'consistent with')),
    other INTEGER NOT NULL REFERENCES claim,
    basis INTEGER NOT NULL REFERENCES basis,
    PRIMARY KEY (claim, kind, other),
    CONSTRAINT "a claim is not related to itself"
        CHECK (claim <> other)
) STRICT, WITHOUT ROWID;
CREATE INDEX relation_other ON relation (other);

CREATE TABLE stance (
    id INTEGER PRIMARY KEY,
    statement INTEGER NOT NULL REFERENCES statement,
    asserted_by INTEGER NOT NULL,  -- link.position
    claim INTEGER REFERENCES claim,
    about INTEGER REFERENCES statement DEFERRABLE INITIALLY DEFERRED,
    position_code INTEGER NOT NULL CHECK (position_code BETWEEN 0 AND 5),
    position TEXT AS (CASE position_code WHEN 0 THEN 'affirms' WHEN 1 THEN 'denies'
        WHEN 2 THEN 'does not confirm' WHEN 3 THEN 'declines to comment' WHEN 4 THEN 'doubts'
        WHEN 5 THEN 'suggests' END),
    modality_code INTEGER NOT NULL CHECK (modality_code BETWEEN 0 AND 4),
    modality TEXT AS (CASE modality_code WHEN 0 THEN 'plain' WHEN 1 THEN 'hedged'
        WHEN 2 THEN 'conditional' WHEN 3 THEN 'predicted' WHEN 4 THEN 'announced' END),
    cue_start INTEGER,
    cue_end INTEGER,
    as_of_from TEXT CHECK (as_of_from IS date(as_of_from, '+0 days')),
    as_of_to TEXT CHECK (as_of_to IS date(as_of_to, '+0 days')),
    as_of_basis INTEGER REFERENCES basis,
    note TEXT NOT NULL DEFAULT '',
    CHECK ((claim IS NULL) <> (about IS NULL)),
    CHECK ((cue_start IS NULL) = (cue_end IS NULL) AND cue_end > cue_start),
    CHECK (as_of_from <= as_of_to)
) STRICT;
CREATE INDEX stance_statement ON stance (statement);
CREATE INDEX stance_claim ON stance (claim);
CREATE INDEX stance_about ON stance (about) WHERE about IS NOT NULL;

CREATE TABLE stance_holder (
    stance INTEGER NOT NULL REFERENCES stance,
    ordinal INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actor,
    PRIMARY KEY (stance, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX stance_holder_actor ON stance_holder (actor);

CREATE TABLE appraisal (
    id INTEGER PRIMARY KEY,
    statement INTEGER NOT NULL REFERENCES statement,
    asserted_by INTEGER NOT NULL,  -- link.position
    claim INTEGER REFERENCES claim,
    about INTEGER REFERENCES statement DEFERRABLE INITIALLY DEFERRED,
    modality TEXT NOT NULL
        CHECK (modality IN ('plain', 'hedged', 'conditional', 'predicted', 'announced')),
    words_start INTEGER NOT NULL,
    words_end INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    CHECK ((claim IS NULL) <> (about IS NULL)),
    CHECK (words_end > words_start)
) STRICT;
CREATE INDEX appraisal_statement ON appraisal (statement);
CREATE INDEX appraisal_claim ON appraisal (claim);

CREATE TABLE appraisal_holder (
    appraisal INTEGER NOT NULL REFERENCES appraisal,
    ordinal INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actor,
    PRIMARY KEY (appraisal, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX appraisal_holder_actor ON appraisal_holder (actor);

CREATE TABLE transfer (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE
        CHECK (length(slug) BETWEEN 1 AND 200 AND slug NOT GLOB '*[^a-z0-9-]*'),
    supplier INTEGER NOT NULL REFERENCES actor,
    recipient INTEGER NOT NULL REFERENCES actor,
    weapon INTEGER NOT NULL REFERENCES weapon,
    stage TEXT NOT NULL CHECK (stage IN ('negotiated', 'agreed', 'delivered', 'used')),
    claim INTEGER NOT NULL REFERENCES claim,
    basis INTEGER NOT NULL REFERENCES basis,
    quantity TEXT,
    unit TEXT NOT NULL DEFAULT '',
    quantity_low INTEGER,
    quantity_high INTEGER,
    dates_from TEXT CHECK (dates_from IS date(dates_from, '+0 days')),
    dates_to TEXT CHECK (dates_to IS date(dates_to, '+0 days')),
    dates_basis INTEGER REFERENCES basis,
    note TEXT NOT NULL DEFAULT '',
    CONSTRAINT "the low bound of a quantity is not above the high one"
        CHECK (quantity_low <= quantity_high),
    CHECK (dates_from <= dates_to)
) STRICT;
CREATE INDEX transfer_claim ON transfer (claim);
CREATE INDEX transfer_weapon ON transfer (weapon);

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE
        CHECK (length(slug) BETWEEN 1 AND 200 AND slug NOT GLOB '*[^a-z0-9-]*'),
    text TEXT NOT NULL CHECK (text <> ''),
    dates_from TEXT CHECK (dates_from IS date(dates_from, '+0 days')),
    dates_to TEXT CHECK (dates_to IS date(dates_to, '+0 days')),
    dates_basis INTEGER REFERENCES basis,
    basis INTEGER NOT NULL REFERENCES basis,
    CHECK (dates_from <= dates_to)
) STRICT;

CREATE TABLE event_entity (
    event INTEGER NOT NULL REFERENCES event,
    entity INTEGER NOT NULL REFERENCES entity,
    PRIMARY KEY (event, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_entity_entity ON event_entity (entity);

-- Guarantee 1: verbatim.

-- Without a list of columns, since a row number may also be changed as rowid, _rowid_ or oid.
CREATE TRIGGER source_text_stays BEFORE UPDATE ON source
WHEN NEW.id IS NOT OLD.id OR NEW.text IS NOT OLD.text OR NEW.sha256 IS NOT OLD.sha256
BEGIN SELECT RAISE(ABORT, 'the text of a stored source never changes'); END;

-- INSERT OR REPLACE would change a text without an UPDATE.
CREATE TRIGGER source_is_new BEFORE INSERT ON source
WHEN EXISTS (SELECT 1 FROM source WHERE id = NEW.id OR slug = NEW.slug)
BEGIN SELECT RAISE(ABORT, 'the source is stored already'); END;

-- UPDATE OR REPLACE would delete the source that has the slug, and no trigger would know.
CREATE TRIGGER source_stays_apart BEFORE UPDATE OF slug ON source
WHEN EXISTS (SELECT 1 FROM source WHERE slug = NEW.slug AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, 'the source is stored already'); END;

CREATE TRIGGER source_is_cited BEFORE DELETE ON source
WHEN EXISTS (SELECT 1 FROM statement WHERE source = OLD.id)
BEGIN SELECT RAISE(ABORT, 'statements still rest on the source'); END;

CREATE TRIGGER statement_is_new BEFORE INSERT ON statement
WHEN EXISTS (SELECT 1 FROM statement WHERE id = NEW.id OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the statement is stored already'); END;

CREATE TRIGGER statement_is_verbatim BEFORE INSERT ON statement
WHEN NEW.exact IS NOT
    (SELECT substr(text, NEW.start + 1, NEW.end - NEW.start) FROM source WHERE id = NEW.source)
BEGIN SELECT RAISE(ABORT, 'the statement is not the text of its source at start:end'); END;

CREATE TRIGGER statement_stays_verbatim BEFORE UPDATE ON statement
WHEN NEW.exact IS NOT
    (SELECT substr(text, NEW.start + 1, NEW.end - NEW.start) FROM source WHERE id = NEW.source)
BEGIN SELECT RAISE(ABORT, 'the statement is not the text of its source at start:end'); END;

CREATE TRIGGER statement_keeps_its_spans BEFORE UPDATE ON statement
WHEN NEW.id IS NOT OLD.id OR NEW.source IS NOT OLD.source
    OR EXISTS (SELECT 1 FROM span
        WHERE statement = OLD.id AND (start < NEW.start OR end > NEW.end))
    OR EXISTS (SELECT 1 FROM mention
        WHERE statement = OLD.id AND (start < NEW.start OR end > NEW.end))
    OR EXISTS (SELECT 1 FROM stance
        WHERE statement = OLD.id AND (cue_start < NEW.start OR cue_end > NEW.end))
    OR EXISTS (SELECT 1 FROM appraisal
        WHERE statement = OLD.id AND (words_start < NEW.start OR words_end > NEW.end))
BEGIN SELECT RAISE(ABORT, 'a span of the statement would lie outside it'); END;

CREATE TRIGGER aside_is_verbatim BEFORE INSERT ON aside
WHEN NEW.exact IS NOT
    (SELECT substr(text, NEW.start + 1, NEW.end - NEW.start) FROM source WHERE id = NEW.source)
BEGIN SELECT RAISE(ABORT, 'the aside is not the text of its source at start:end'); END;

CREATE TRIGGER aside_stays_verbatim BEFORE UPDATE ON aside
WHEN NEW.exact IS NOT
    (SELECT substr(text, NEW.start + 1, NEW.end - NEW.start) FROM source WHERE id = NEW.source)
BEGIN SELECT RAISE(ABORT, 'the aside is not the text of its source at start:end'); END;

CREATE TRIGGER span_is_inside BEFORE INSERT ON span
WHEN NOT EXISTS (SELECT 1 FROM statement
    WHERE id = NEW.statement AND start <= NEW.start AND NEW.end <= end)
BEGIN SELECT RAISE(ABORT, 'the span lies outside its statement'); END;

CREATE TRIGGER span_stays_inside BEFORE UPDATE OF statement, start, end ON span
WHEN NOT EXISTS (SELECT 1 FROM statement
    WHERE id = NEW.statement AND start <= NEW.start AND NEW.end <= end)
BEGIN SELECT RAISE(ABORT, 'the span lies outside its statement'); END;

CREATE TRIGGER mention_is_inside BEFORE INSERT ON mention
WHEN NOT EXISTS (SELECT 1 FROM statement
    WHERE id = NEW.statement AND start <= NEW.start AND NEW.end <= end)
BEGIN SELECT RAISE(ABORT, 'the mention lies outside its statement'); END;

CREATE TRIGGER mention_stays_inside BEFORE UPDATE OF statement, start, end ON mention
WHEN NOT EXISTS (SELECT 1 FROM statement
    WHERE id = NEW.statement AND start <= NEW.start AND NEW.end <= end)
BEGIN SELECT RAISE(ABORT, 'the mention lies outside its statement'); END;

CREATE TRIGGER cue_is_inside BEFORE INSERT ON stance
WHEN NEW.cue_start IS NOT NULL AND NOT EXISTS (SELECT 1 FROM statement
    WHERE id = NEW.statement AND start <= NEW.cue_start AND NEW.cue_end <= end)
BEGIN SELECT RAISE(ABORT, 'the cue lies outside its statement'); END;

CREATE TRIGGER cue_stays_inside BEFORE UPDATE OF statement, cue_start, cue_end ON stance
WHEN NEW.cue_start IS NOT NULL AND NOT EXISTS (SELECT 1 FROM statement
    WHERE id = NEW.statement AND start <= NEW.cue_start AND NEW.cue_end <= end)
BEGIN SELECT RAISE(ABORT, 'the cue lies outside its statement'); END;

CREATE TRIGGER appraisal_is_inside BEFORE INSERT ON appraisal
WHEN NOT EXISTS (SELECT 1 FROM statement
    WHERE id = NEW.statement AND start <= NEW.words_start AND NEW.words_end <= end)
BEGIN SELECT RAISE(ABORT, 'the appraisal lies outside its statement'); END;

CREATE TRIGGER appraisal_stays_inside BEFORE UPDATE OF statement, words_start, words_end ON appraisal
WHEN NOT EXISTS (SELECT 1 FROM statement
    WHERE id = NEW.statement AND start <= NEW.words_start AND NEW.words_end <= end)
BEGIN SELECT RAISE(ABORT, 'the appraisal lies outside its statement'); END;

-- Who says it must be a link of the statement's chain; links are stored first.

CREATE TRIGGER stance_is_asserted BEFORE INSERT ON stance
WHEN NOT EXISTS (SELECT 1 FROM link
    WHERE statement = NEW.statement AND position = NEW.asserted_by)
BEGIN SELECT RAISE(ABORT, 'the stance is asserted by no link of its chain'); END;

CREATE TRIGGER appraisal_is_asserted BEFORE INSERT ON appraisal
WHEN NOT EXISTS (SELECT 1 FROM link
    WHERE statement = NEW.statement AND position = NEW.asserted_by)
BEGIN SELECT RAISE(ABORT, 'the appraisal is asserted by no link of its chain'); END;

CREATE TRIGGER stance_stays_asserted BEFORE UPDATE OF statement, asserted_by ON stance
WHEN NOT EXISTS (SELECT 1 FROM link
    WHERE statement = NEW.statement AND position = NEW.asserted_by)
BEGIN SELECT RAISE(ABORT, 'the stance is asserted by no link of its chain'); END;

CREATE TRIGGER appraisal_stays_asserted BEFORE UPDATE OF statement, asserted_by ON appraisal
WHEN NOT EXISTS (SELECT 1 FROM link
    WHERE statement = NEW.statement AND position = NEW.asserted_by)
BEGIN SELECT RAISE(ABORT, 'the appraisal is asserted by no link of its chain'); END;

CREATE TRIGGER chain_keeps_its_links BEFORE DELETE ON link
WHEN EXISTS (SELECT 1 FROM statement WHERE id = OLD.statement)
BEGIN SELECT RAISE(ABORT, 'a chain is kept as it was stored'); END;

CREATE TRIGGER chain_keeps_its_order BEFORE UPDATE OF statement, position, ordinal ON link
BEGIN SELECT RAISE(ABORT, 'a chain is kept as it was stored'); END;

CREATE TRIGGER statement_keeps_its_id BEFORE UPDATE OF hash ON statement
WHEN NEW.hash IS NOT OLD.hash
BEGIN SELECT RAISE(ABORT, 'the id of a statement is made once'); END;

-- No cycles. An INSERT closes one when a waiting row names it as its parent already.

CREATE TRIGGER actor_has_no_cycle AFTER INSERT ON actor
WHEN NEW.parent IS NOT NULL AND NEW.id IN (
    WITH RECURSIVE above (id) AS (
        SELECT NEW.parent
        UNION SELECT parent FROM actor JOIN above USING (id) WHERE parent IS NOT NULL)
    SELECT id FROM above)
BEGIN SELECT RAISE(ABORT, 'an actor would belong to itself'); END;

CREATE TRIGGER actor_gets_no_cycle AFTER UPDATE OF id, parent ON actor
WHEN NEW.parent IS NOT NULL AND NEW.id IN (
    WITH RECURSIVE above (id) AS (
        SELECT NEW.parent
        UNION SELECT parent FROM actor JOIN above USING (id) WHERE parent IS NOT NULL)
    SELECT id FROM above)
BEGIN SELECT RAISE(ABORT, 'an actor would belong to itself'); END;

CREATE TRIGGER weapon_has_no_cycle AFTER INSERT ON weapon
WHEN NEW.parent IS NOT NULL AND NEW.id IN (
    WITH RECURSIVE above (id) AS (
        SELECT NEW.parent
        UNION SELECT parent FROM weapon JOIN above USING (id) WHERE parent IS NOT NULL)
    SELECT id FROM above)
BEGIN SELECT RAISE(ABORT, 'a weapon would be a class of itself'); END;

CREATE TRIGGER weapon_gets_no_cycle AFTER UPDATE OF id, parent ON weapon
WHEN NEW.parent IS NOT NULL AND NEW.id IN (
    WITH RECURSIVE above (id) AS (
        SELECT NEW.parent
        UNION SELECT parent FROM weapon JOIN above USING (id) WHERE parent IS NOT NULL)
    SELECT id FROM above)
BEGIN SELECT RAISE(ABORT, 'a weapon would be a class of itself'); END;

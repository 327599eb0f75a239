-- What PostgreSQL says in its own words.

--: greatest(one, other)
GREATEST([one], [other])

-- A field of a JSON document as text.
--: json_text(document, field)
({json([document])} ->> '[field]')

-- A field of a JSON document that is a number.
--: json_number(document, field)
CAST({json([document])} ->> '[field]' AS BIGINT)

-- PostgreSQL reads nothing of a document in which any text has a NUL. A space in place of it leaves the document what it is,
-- also where the backslash is itself escaped.
--: json(document)
CAST(REPLACE([document], '\u0000', '\u0020') AS json)

-- The elements of a JSON array of strings, as rows with a value each.
--: elements(array)
(SELECT json_array_elements_text({json([array])}) AS value)

-- Case does not matter; for ASCII letters, as the columns are in the collation "C".
--: like(text, pattern)
[text] ILIKE [pattern] ESCAPE '!'

-- The planner chooses by itself.
--: indexed_by(index)

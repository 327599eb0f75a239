-- What platforms have limited.

--: rate_limits
SELECT * FROM rate_limits

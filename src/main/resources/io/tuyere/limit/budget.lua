-- Adds to what a project has used of a month, and says what all have.
--
-- KEYS[1]  the month of the project: a hash with the fields calls, and closed while the cloud takes none
-- ARGV[1]  calls to add, below zero for some that did not leave
-- ARGV[2]  1 when the cloud says that the calls are used up, -1 when it takes them again, 0 when there is nothing to say
-- answers the calls of the month, and 1 while the cloud takes none

local DAYS_62 = 5356800

local calls = redis.call('HINCRBY', KEYS[1], 'calls', ARGV[1])
if ARGV[2] == '1' then
  redis.call('HSET', KEYS[1], 'closed', '1')
elseif ARGV[2] == '-1' then
  redis.call('HDEL', KEYS[1], 'closed')
end
redis.call('EXPIRE', KEYS[1], DAYS_62)
return { calls, redis.call('HEXISTS', KEYS[1], 'closed') }

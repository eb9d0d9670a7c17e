-- Adds to what a project has used of a month, and says what all have.
--
-- KEYS[1]  the month of the project: a hash with the fields calls, and closed while the cloud takes none
-- ARGV[1]  calls to add, below zero for some that did not leave
-- ARGV[2]  1 when the cloud says that the calls are used up, -1 when it takes them again, 0 when there is nothing to say
-- ARGV[3]  calls that the one who asks was last told of, and
-- ARGV[4]  1 where it was told that the cloud takes none: they stand in for a month that was lost
-- answers the calls of the month, and 1 while the cloud takes none

local DAYS_62 = 5356800

local known = redis.pcall('HGET', KEYS[1], 'calls')
if type(known) ~= 'string' or not string.match(known, '^-?%d+$') or #known > 15 then
  redis.call('DEL', KEYS[1]) -- nothing, or nothing of ours
  redis.call('HSET', KEYS[1], 'calls', ARGV[3])
  if ARGV[4] == '1' then
    redis.call('HSET', KEYS[1], 'closed', '1')
  end
end
local calls = redis.call('HINCRBY', KEYS[1], 'calls', ARGV[1])
if ARGV[2] == '1' then
  redis.call('HSET', KEYS[1], 'closed', '1')
elseif ARGV[2] == '-1' then
  redis.call('HDEL', KEYS[1], 'closed')
end
redis.call('EXPIRE', KEYS[1], DAYS_62)
return { calls, redis.call('HEXISTS', KEYS[1], 'closed') }

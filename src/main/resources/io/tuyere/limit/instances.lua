-- Says that an instance lives, or that it leaves, and counts those that live.
--
-- KEYS[1]  the instances, each with the millisecond until which it counts as alive
-- ARGV[1]  the instance
-- ARGV[2]  milliseconds for which it counts as alive; 0 when it leaves

local MINUTE = 60000

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if type(redis.pcall('ZADD', KEYS[1], now + ARGV[2], ARGV[1])) ~= 'number' then
  redis.call('DEL', KEYS[1]) -- nothing of ours
  redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('ZREMRANGEBYSCORE', KEYS[1], now + MINUTE, '+inf') -- of a clock that was set back; who lives says so again
redis.call('PEXPIRE', KEYS[1], MINUTE)
return redis.call('ZCARD', KEYS[1])

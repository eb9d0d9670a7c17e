-- Says that an instance lives, or that it leaves, and counts those that live.
--
-- KEYS[1]  the instances, each with the millisecond until which it counts as alive
-- ARGV[1]  the instance
-- ARGV[2]  milliseconds for which it counts as alive; 0 when it leaves

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
redis.call('PEXPIRE', KEYS[1], 60000)
return redis.call('ZCARD', KEYS[1])

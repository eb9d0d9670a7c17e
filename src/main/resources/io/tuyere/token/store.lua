-- Stores what a renewal brought, unless somebody with a higher fence stored since, and gives the lock back.
-- KEYS: token, lock. ARGV: owner, fence, life left in ms, sealed token, life of the key in ms, channel, announcement.
-- Answers 1, or 0 for a writer that came too late.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.pcall('GET', KEYS[1])
local newest = type(stored) == 'string' and tonumber(string.match(stored, '^(%d+):%d+:')) or 0
if newest > now * 1000 + 3600000000 then
    newest = 0 -- no fence of ours: those follow the clock
end
local written = 0
if newest <= tonumber(ARGV[2]) then
    local expires = string.format('%.0f', now + tonumber(ARGV[3]))
    redis.call('SET', KEYS[1], ARGV[2] .. ':' .. expires .. ':' .. ARGV[4], 'PX', ARGV[5])
    written = 1
end
if redis.pcall('GET', KEYS[2]) == ARGV[1] then
    redis.call('DEL', KEYS[2])
end
redis.call('PUBLISH', ARGV[6], ARGV[7])
return written

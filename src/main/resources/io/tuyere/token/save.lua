-- Stores a token that came without a lock, under a fence of its own: a sign-in, or what an instance did while Redis was lost.
-- KEYS: token, fence. ARGV: life left in ms, sealed token, life of the key in ms, life of the fence in ms, channel,
-- announcement, 1 to leave a stored token alone that lives longer. Answers 1, or 0 if that was so.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local expires = now + tonumber(ARGV[1])
if ARGV[7] == '1' then
    local stored = redis.pcall('GET', KEYS[1])
    local other = type(stored) == 'string' and tonumber(string.match(stored, '^%d+:(%d+):')) or 0
    if other > expires then
        return 0
    end
end
local last = redis.pcall('GET', KEYS[2])
last = type(last) == 'string' and tonumber(last) or 0
local micros = time[1] * 1000000 + time[2]
if last > micros + 3600000000 then
    last = 0 -- no fence of ours: those follow the clock
end
local fence = string.format('%.0f', math.max(last + 1, micros))
redis.call('SET', KEYS[2], fence, 'PX', ARGV[4])
redis.call('SET', KEYS[1], fence .. ':' .. string.format('%.0f', expires) .. ':' .. ARGV[2], 'PX', ARGV[3])
redis.call('PUBLISH', ARGV[5], ARGV[6])
return 1

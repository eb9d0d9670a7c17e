-- Begins a write to several regions, or goes on with one: notes which regions are about to be sent to, before anything is sent.
-- KEYS: the write. ARGV: fingerprint, owner, lease in ms, life in ms, region ids.
-- Answers {0, 0, state before, ...} to go on, {1, 0} when the key belongs to another call, {2, ms} while another owner is at it.
-- A state is P (sent, or about to be), A (acted), N (certainly not) or U (unknown), followed by what is told of it.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local fingerprint = redis.call('HGET', KEYS[1], 'fingerprint')
if fingerprint and fingerprint ~= ARGV[1] then
    return { 1, 0 }
end
local owner = redis.call('HGET', KEYS[1], 'owner')
local lease = tonumber(redis.call('HGET', KEYS[1], 'lease') or '0')
if owner and owner ~= ARGV[2] and lease > now then
    return { 2, lease - now }
end
redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'owner', ARGV[2], 'lease', string.format('%.0f', now + ARGV[3]))
local answer = { 0, 0 }
for i = 5, #ARGV do
    local field = 'region:' .. ARGV[i]
    local state = redis.call('HGET', KEYS[1], field) or 'N'
    if state == 'P' .. ARGV[2] then
        state = 'N' -- this owner asks again, because it did not get the answer the first time
    end
    if string.sub(state, 1, 1) == 'N' then
        redis.call('HSET', KEYS[1], field, 'P' .. ARGV[2])
    end
    answer[#answer + 1] = state
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return answer

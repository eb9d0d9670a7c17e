-- Begins a write to several regions, or goes on with one: notes which regions are about to be sent to, before anything is sent.
-- Without a fingerprint it only looks whether Redis still has what it was told.
-- KEYS: the write, the memory of all writes. ARGV: fingerprint, owner, lease in ms, life in ms; id and sequence of the memory as
-- the caller saw them last, an id for a new memory; how many owners follow who certainly sent nothing, they; region ids.
-- Answers {verdict, ms, id, sequence, state before, ...}; verdict: 0 go on, 1 the key belongs to another call, 2 another owner is
-- at it for so long, 3 writes were forgotten, and may be repeated after so long.
-- A state is P (sent, or about to be), A (acted), N (certainly not) or U (unknown), followed by what is told of it.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

-- Each note makes the sequence grow. A memory that is another one, or has less of it than was seen, has lost some.
local id = redis.call('HGET', KEYS[2], 'id') or ''
local sequence = tonumber(redis.call('HGET', KEYS[2], 'sequence') or '0')
local behind = ARGV[5] ~= '' and (id ~= ARGV[5] or sequence < tonumber(ARGV[6]))
if id == '' and (behind or ARGV[1] ~= '') then
    id = ARGV[7]
    redis.call('HSET', KEYS[2], 'id', id)
end
if behind then
    redis.call('HSET', KEYS[2], 'lost', string.format('%.0f', now))
end
local lost = tonumber(redis.call('HGET', KEYS[2], 'lost') or '0')
if lost + ARGV[4] > now then
    return { 3, lost + ARGV[4] - now, id, sequence }
end
if ARGV[1] == '' then
    return { 0, 0, id, sequence }
end

local fingerprint = redis.call('HGET', KEYS[1], 'fingerprint')
if fingerprint and fingerprint ~= ARGV[1] then
    return { 1, 0, id, sequence }
end
local nobody = { [ARGV[2]] = true } -- this owner asks again where it did not get the answer the first time
local regions = 9 + ARGV[8]
for i = 9, regions - 1 do
    nobody[ARGV[i]] = true
end
local owner = redis.call('HGET', KEYS[1], 'owner')
local lease = tonumber(redis.call('HGET', KEYS[1], 'lease') or '0')
if owner and not nobody[owner] and lease > now then
    return { 2, lease - now, id, sequence }
end
redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'owner', ARGV[2], 'lease', string.format('%.0f', now + ARGV[3]))
sequence = redis.call('HINCRBY', KEYS[2], 'sequence', 1)
local answer = { 0, 0, id, sequence }
for i = regions, #ARGV do
    local field = 'region:' .. ARGV[i]
    local state = redis.call('HGET', KEYS[1], field) or 'N'
    if string.sub(state, 1, 1) == 'P' and nobody[string.sub(state, 2)] then
        state = 'N'
    end
    if string.sub(state, 1, 1) == 'N' then
        redis.call('HSET', KEYS[1], field, 'P' .. ARGV[2])
    end
    answer[#answer + 1] = state
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return answer

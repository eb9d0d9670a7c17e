-- Notes what became of a write in one region, unless that is known already, or lets the write go when no region is named.
-- KEYS: the write, the memory of all writes. ARGV: owner, life in ms, region id or nothing, state.
-- Answers the sequence of the memory, 0 where nothing was noted.
if ARGV[3] == '' then
    if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then
        redis.call('HDEL', KEYS[1], 'owner', 'lease')
    end
    return 0
end
local field = 'region:' .. ARGV[3]
local state = redis.call('HGET', KEYS[1], field)
if state and string.sub(state, 1, 1) == 'P' then
    redis.call('HSET', KEYS[1], field, ARGV[4])
    redis.call('PEXPIRE', KEYS[1], ARGV[2])
    return redis.call('HINCRBY', KEYS[2], 'sequence', 1)
end
return 0

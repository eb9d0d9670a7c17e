-- Takes the lock if it is free, and a fence with it: a number higher than all before, even after Redis lost everything.
-- KEYS: token, lock, fence. ARGV: owner, lease in ms, life of the fence in ms. Answers now, what is stored, the fence or 0.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.pcall('GET', KEYS[1])
stored = type(stored) == 'string' and stored or false
if redis.call('PTTL', KEYS[2]) == -1 then
    redis.call('DEL', KEYS[2]) -- no lock of ours, for those end
end
if redis.pcall('GET', KEYS[2]) == ARGV[1] then
    redis.call('PEXPIRE', KEYS[2], ARGV[2]) -- asked for again, since the answer came too late
elseif not redis.call('SET', KEYS[2], ARGV[1], 'NX', 'PX', ARGV[2]) then
    return { now, stored, 0 }
end
local last = redis.pcall('GET', KEYS[3])
last = type(last) == 'string' and tonumber(last) or 0
local micros = time[1] * 1000000 + time[2]
if last > micros + 3600000000 then
    last = 0 -- no fence of ours: those follow the clock
end
local fence = math.max(last + 1, micros)
redis.call('SET', KEYS[3], string.format('%.0f', fence), 'PX', ARGV[3])
return { now, stored, fence }

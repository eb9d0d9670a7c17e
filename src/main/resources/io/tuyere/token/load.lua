-- What is stored, and the time it is to be judged by: Redis's, since the clocks of the instances differ.
-- KEYS: token
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stored = redis.pcall('GET', KEYS[1])
return { now, type(stored) == 'string' and stored or false }

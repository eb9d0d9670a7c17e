-- Gives the lock back, if it still is the owner's. KEYS: lock. ARGV: owner, channel, announcement.
if redis.pcall('GET', KEYS[1]) == ARGV[1] then
    redis.call('DEL', KEYS[1])
end
redis.call('PUBLISH', ARGV[2], ARGV[3])
return 1

-- Holds the lock for longer, if it still is the owner's. KEYS: lock. ARGV: owner, lease in ms.
if redis.pcall('GET', KEYS[1]) == ARGV[1] then
    return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0

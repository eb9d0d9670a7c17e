-- Removes a token, if it still is the one that was seen. KEYS: token. ARGV: what was seen, channel, announcement.
if redis.pcall('GET', KEYS[1]) ~= ARGV[1] then
    return 0
end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return 1

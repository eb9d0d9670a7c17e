-- Stores or removes one tenant, if it is as the caller thinks it is.
-- KEYS: records, changes, removed, claims, state
-- ARGV: id, expected revision ('' any, '0' none), sealed record ('' removes), epoch for a new store, channel, credentials...
-- Answers {'ok', revision}, {'conflict', revision now}, or {'taken', id of the tenant that has one of the credentials}.
local KEPT = 10000

local old = redis.call('HGET', KEYS[1], ARGV[1])
local now, claims = '0', ''
if old then
  now, claims = string.match(old, '^1 (%d+) ([^\n]*)\n')
  now, claims = now or 'unreadable', claims or ''
end
if ARGV[2] ~= '' and ARGV[2] ~= now then
  return {'conflict', now}
end
if ARGV[3] == '' and not old then
  return {'conflict', '0'}
end
for i = 6, #ARGV do
  local owner = redis.call('HGET', KEYS[4], ARGV[i])
  if owner and owner ~= ARGV[1] then
    return {'taken', owner}
  end
end

for claim in string.gmatch(claims, '%S+') do
  if redis.call('HGET', KEYS[4], claim) == ARGV[1] then
    redis.call('HDEL', KEYS[4], claim)
  end
end
local time = redis.call('TIME')
local last = tonumber(redis.call('HGET', KEYS[5], 'revision') or '0')
local revision = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2]))
redis.call('HSETNX', KEYS[5], 'epoch', ARGV[4])
redis.call('HSET', KEYS[5], 'revision', revision)
redis.call('ZADD', KEYS[2], revision, ARGV[1])
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
  redis.call('ZADD', KEYS[3], revision, ARGV[1])
  if redis.call('ZCARD', KEYS[3]) > KEPT then
    local oldest = redis.call('ZRANGE', KEYS[3], 0, 0, 'WITHSCORES')
    redis.call('ZREM', KEYS[3], oldest[1])
    redis.call('ZREM', KEYS[2], oldest[1])
    redis.call('HSET', KEYS[5], 'floor', oldest[2])
  end
else
  redis.call('ZREM', KEYS[3], ARGV[1])
  local held = {}
  for i = 6, #ARGV do
    redis.call('HSET', KEYS[4], ARGV[i], ARGV[1])
    held[#held + 1] = ARGV[i]
  end
  redis.call('HSET', KEYS[1], ARGV[1], '1 ' .. revision .. ' ' .. table.concat(held, ' ') .. '\n' .. ARGV[3])
end
redis.call('PUBLISH', ARGV[5], revision)
return {'ok', revision}

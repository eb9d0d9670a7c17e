-- What changed after a revision, the oldest first.
-- KEYS: records, changes, state
-- ARGV: revision, how many at most, '1' for the records themselves, '0' for whether there is one
-- Answers epoch, last revision, floor, then for each change: id, revision, record ('' for a tenant that was removed).
local state = redis.call('HMGET', KEYS[3], 'epoch', 'revision', 'floor')
local answer = {state[1] or '', state[2] or '0', state[3] or '0'}
local changes = redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
for i = 1, #changes, 2 do
  local record
  if ARGV[3] == '1' then
    record = redis.call('HGET', KEYS[1], changes[i]) or ''
  else
    record = redis.call('HEXISTS', KEYS[1], changes[i]) == 1 and '1' or ''
  end
  answer[#answer + 1] = changes[i]
  answer[#answer + 1] = string.format('%.0f', changes[i + 1])
  answer[#answer + 1] = record
end
return answer

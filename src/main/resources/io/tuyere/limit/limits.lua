-- Takes permits of several limits in one step: of all, or of none when one of them has fewer than are needed.
-- The arithmetic is that of Gcra.java and Slowdown.java.
--
-- KEYS     a limit each: "<when> <debt> <slowed> <permille>"
--            when      microseconds, the server's clock
--            debt      nanoseconds that the permits given until then are paid ahead
--            slowed    microseconds, when the rate was last halved
--            permille  thousandths of the rate that were left then
-- ARGV[1]  the present in microseconds; 0 for the server's clock
-- then for each limit
--   interval  nanoseconds between two permits
--   burst     permits that can be had at once
--   want      permits to take, as many of them as there are; below zero to give back
--   need      permits without which nothing is taken of any limit
--   slow      1 to halve the rate
-- answers for each limit: permits taken, permits left, nanoseconds until there is one more, thousandths of the rate
--
-- All numbers are whole and below 2^53, so that doubles are exact.

local WHOLE = 1000
local LEAST = 62
local MICROS_PER_PERMILLE = 20000
local QUIET_MICROS = 1000000
local LONGEST = 2592000000000000
local HOUR_MICROS = 3600000000
local FIELDS = 5

local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local function load(key)
  local stored = redis.pcall('GET', key)
  local when, debt, slowed, permille =
    string.match(type(stored) == 'string' and stored or '', '^(%d+) (%d+) (%d+) (%d+)$')
  if not when or tonumber(when) > now + HOUR_MICROS then
    return 0, 0, WHOLE -- nothing, or nothing of ours
  end
  -- A clock that was set back lets nobody have more.
  local passed = math.max(0, now - when)
  return math.max(0, debt - passed * 1000), tonumber(slowed), tonumber(permille)
end

local function save(key, debt, slowed, permille, present)
  local recovery = (WHOLE - present) * MICROS_PER_PERMILLE / 1000
  local life = math.ceil(math.max(debt / 1000000, recovery))
  if life > 0 then
    local value = string.format('%.0f %.0f %.0f %.0f', now, debt, slowed, permille)
    redis.call('SET', key, value, 'PX', string.format('%.0f', life + 1000))
  else
    redis.call('DEL', key)
  end
end

local limits = {}
local enough = true
for i, key in ipairs(KEYS) do
  local first = 2 + (i - 1) * FIELDS
  local interval = tonumber(ARGV[first])
  local burst = tonumber(ARGV[first + 1])
  local debt, slowed, permille = load(key)
  local present = math.min(WHOLE, permille + math.floor(math.max(0, now - slowed) / MICROS_PER_PERMILLE))
  local slow = ARGV[first + 4] == '1' and not (permille < WHOLE and now - slowed < QUIET_MICROS)
  if slow then
    permille = math.max(LEAST, math.floor(present / 2))
    present = permille
    slowed = now
  end
  if present < WHOLE then
    interval = math.floor(interval * WHOLE / present)
    burst = math.min(burst, math.max(1, math.floor(LONGEST / interval)))
  end
  local free = burst * interval - debt
  local available = math.floor(math.max(0, free) / interval)
  enough = enough and available >= tonumber(ARGV[first + 3])
  limits[i] = {
    key = key, interval = interval, burst = burst, debt = debt, slow = slow, slowed = slowed,
    permille = permille, present = present, take = math.min(tonumber(ARGV[first + 2]), available)
  }
end

local answer = {}
for _, limit in ipairs(limits) do
  local take = enough and limit.take or 0
  local debt = math.max(0, limit.debt + take * limit.interval)
  if take ~= 0 or limit.slow then
    save(limit.key, debt, limit.slowed, limit.permille, limit.present)
  end
  local whole = limit.burst * limit.interval
  local free = whole - debt
  local due = 0
  if free < 0 then
    due = limit.interval - free
  elseif free < whole then
    due = limit.interval - free % limit.interval
  end
  answer[#answer + 1] = take
  answer[#answer + 1] = math.floor(math.max(0, free) / limit.interval)
  answer[#answer + 1] = due
  answer[#answer + 1] = limit.present
end
return answer

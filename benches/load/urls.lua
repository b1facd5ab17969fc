-- Which addresses wrk asks for, and what it prints.
--
--   wrk ... -s urls.lua URL -- pages FILE      each line of the file is a page
--   wrk ... -s urls.lua URL -- filters FILE    each line of the file is a condition, such as body=leeds;
--                                              each request combines some of them anew

local n_threads = 0

function setup(thread)
  n_threads = n_threads + 1
  thread:set("seed", n_threads)
end

local function read(path)
  local lines = {}
  for line in io.lines(path) do
    lines[#lines + 1] = line
  end
  assert(#lines > 0, path .. " is empty")
  return lines
end

-- Conditions by their key, and the keys in the order of the file.
local function by_key(lines)
  local keys, values = {}, {}
  for _, line in ipairs(lines) do
    local key = line:match("^[^=]+")
    if not values[key] then
      values[key] = {}
      keys[#keys + 1] = key
    end
    values[key][#values[key] + 1] = line
  end
  return keys, values
end

function init(args)
  math.randomseed(seed)
  local kind, lines = args[1], read(args[2])
  if kind == "pages" then
    next_address = function()
      return "/" .. lines[math.random(#lines)]
    end
  else
    local keys, values = by_key(lines)
    next_address = function()
      local chosen = {}
      for _, key in ipairs(keys) do
        -- Two or three conditions of half a dozen keys.
        if math.random() < 2.5 / #keys then
          chosen[#chosen + 1] = values[key][math.random(#values[key])]
        end
      end
      return "/rows?" .. table.concat(chosen, "&")
    end
  end
end

function request()
  return wrk.format("GET", next_address())
end

function done(summary, latency, requests)
  local ms = function(percent)
    return latency:percentile(percent) / 1000
  end
  local errors = summary.errors
  io.write(string.format(
    "p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, max %.1f ms; %d answers in %.0f s (%.0f a second); %d not 2xx, %d timeouts, %d broken\n",
    ms(50), ms(95), ms(99), latency.max / 1000, summary.requests, summary.duration / 1e6,
    summary.requests / (summary.duration / 1e6), errors.status, errors.timeout, errors.connect + errors.read + errors.write
  ))
end

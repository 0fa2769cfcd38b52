-- traffic.lua: what wrk sends, to the product and to the bare probe alike.
-- From the environment: KIND is note, matter, queue, or page-matter and page-queue for what a
-- browser asks for; NODES are the courts whose officers act, one after the other; FOLDER holds
-- NODE.matters, NODE.token and NODE.session as bench-fill left them.
local courts = {}
for name in os.getenv("NODES"):gmatch("%S+") do
  local court = {matters = {}}
  local path = os.getenv("FOLDER") .. "/" .. name
  for number in io.lines(path .. ".matters") do court.matters[#court.matters + 1] = number end
  court.token = "Bearer " .. io.lines(path .. ".token")()
  court.cookie = "__Host-s=" .. io.lines(path .. ".session")()
  courts[#courts + 1] = court
end

local kind = os.getenv("KIND")
local body = '{"fields":{"text":"已电话联系当事人，核对送达地址，下周一上午到窗口交原件。"}}'
local headers = {["Content-Type"] = "application/json", ["If-Match"] = "*",
                 ["X-Real-IP"] = "192.0.2.1"}
local count = 0
local random = io.open("/dev/urandom", "rb")
local seed = 0
for _, byte in ipairs({random:read(4):byte(1, 4)}) do seed = seed * 256 + byte end
random:close()
math.randomseed(seed)

local browser = {["Accept"] = "text/html", ["Accept-Encoding"] = "gzip, deflate, br, zstd",
                 ["Accept-Language"] = "zh-CN,zh;q=0.9", ["X-Real-IP"] = "192.0.2.1"}

function request()
  local court = courts[count % #courts + 1]
  count = count + 1
  if kind:sub(1, 5) == "page-" then
    browser["Cookie"] = court.cookie
    if kind == "page-queue" then return wrk.format("GET", "/desk", browser) end
    return wrk.format("GET", "/desk/m/" .. court.matters[math.random(#court.matters)], browser)
  end
  headers["Authorization"] = court.token
  if kind == "queue" then return wrk.format("GET", "/api/v1/queue", headers) end
  local matter = "/api/v1/matters/" .. court.matters[math.random(#court.matters)]
  if kind == "matter" then return wrk.format("GET", matter, headers) end
  -- As a client makes it: nobody can tell where the next one falls.
  headers["Idempotency-Key"] = string.format("%08x-%08x-%d", math.random(0, 2^31 - 1), seed, count)
  return wrk.format("POST", matter .. "/steps/note", headers, body)
end

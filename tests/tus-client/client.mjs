// One act of a real tus client against the product; prints what came of it as one line of JSON.
// node client.mjs ACT ADDRESS KEY FILE [URL]
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import net from 'node:net'
import { PassThrough } from 'node:stream'
import * as tus from 'tus-js-client'

const [act, address, key, file, url] = process.argv.slice(2)
const bytes = readFileSync(file)
const requests = []
const hash = (data) => createHash('sha256').update(data).digest('base64')

// A network that breaks: the first connection that has carried so many bytes is cut in the middle.
async function breaking(after) {
  const { hostname, port } = new URL(address)
  let broken = false
  const relay = net.createServer((client) => {
    const server = net.connect(Number(port), hostname)
    let [carried, cut] = [0, false]
    client.on('data', (data) => {
      carried += data.length
      if (cut) return
      if (!broken && carried > after) {
        broken = cut = true
        client.destroy()
      } else if (!server.write(data)) {
        client.pause()
        server.once('drain', () => client.resume())
      }
    })
    server.on('data', (data) => client.write(data))
    for (const [one, other] of [[client, server], [server, client]]) one.on('error', () => {}).on('close', () => other.end())
  })
  await new Promise((listening) => relay.listen(0, '127.0.0.1', listening))
  return { endpoint: `http://127.0.0.1:${relay.address().port}`, close: () => relay.close() }
}

function upload(source, options, during) {
  return new Promise((settled) => {
    const task = new tus.Upload(source, {
      endpoint: `${address}/api/v1/uploads`,
      headers: { Authorization: `Bearer ${key}` },
      metadata: { filename: 'voice.webm' },
      retryDelays: [0, 100, 200, 500, 1000],
      onAfterResponse: (request, response) => {
        requests.push({ method: request.getMethod(), status: response.getStatus(), speaks: response.getHeader('Tus-Resumable'), expires: response.getHeader('Upload-Expires') ?? null })
      },
      onError: (error) => settled({ error: error.originalResponse?.getStatus() ?? String(error) }),
      onSuccess: () => settled({ upload: task.url.split('/').at(-1) }),
      ...options,
    })
    during?.(task, settled)
    task.start()
  })
}

const acts = {
  chunks: () => upload(bytes, { chunkSize: 64 * 1024 }),
  whole: () => upload(bytes, {}),
  'with-creation': () => upload(bytes, { uploadDataDuringCreation: true }),
  override: () => upload(bytes, { chunkSize: 128 * 1024, overridePatchMethod: true }),

  // So long that what lies in buffers at the break is the smaller part: the server must have read the rest before.
  async breaks() {
    const long = Buffer.concat(Array(100).fill(bytes))
    const network = await breaking(long.length / 2)
    const result = await upload(long, { endpoint: `${network.endpoint}/api/v1/uploads` })
    network.close()
    return result
  },

  // While the call runs nobody knows how long it will be: each segment is sent when it is there.
  deferred() {
    const call = new PassThrough()
    const segments = [bytes.subarray(0, 100_000), bytes.subarray(100_000, 250_000), bytes.subarray(250_000)]
    const speaking = setInterval(() => {
      call.write(segments.shift())
      if (segments.length === 0) {
        clearInterval(speaking)
        call.end()
      }
    }, 300)
    return upload(call, { uploadLengthDeferred: true, chunkSize: 55_000 }) // a stream that ends with a full chunk never ends for this client
  },

  terminates: () => upload(bytes, {
    chunkSize: 64 * 1024,
    onChunkComplete() {
      this.done ??= (async () => {
        await this.task.abort(true)
        this.settled({ upload: this.task.url.split('/').at(-1) })
      })()
    },
  }, function (task, settled) { Object.assign(task.options, { task, settled }) }),

  checksum: () => upload(bytes, {
    chunkSize: 64 * 1024,
    onBeforeRequest: (request) => {
      if (request.getMethod() === 'PATCH') {
        const offset = Number(request.getHeader('Upload-Offset'))
        request.setHeader('Upload-Checksum', `sha256 ${hash(bytes.subarray(offset, offset + 64 * 1024))}`)
      }
    },
  }),

  'wrong-checksum': () => upload(bytes, {
    onBeforeRequest: (request) => { if (request.getMethod() === 'PATCH') request.setHeader('Upload-Checksum', `sha256 ${hash('something else')}`) },
  }),

  resumes: () => upload(bytes, { uploadUrl: `${address}/api/v1/uploads/${url}` }),
  'resumes-only': () => upload(bytes, { uploadUrl: `${address}/api/v1/uploads/${url}`, endpoint: null }),
}

console.log(JSON.stringify({ ...(await acts[act]()), requests }))
process.exit(0)

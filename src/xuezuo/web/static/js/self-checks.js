/* Self-checks: words are locked here, in the browser, and only what is locked leaves the page.
   Key: PBKDF2-SHA-256 over the passphrase, salt per person. Lock: AES-256-GCM, a new IV each time, the salt as additional
   data. Day and words are one JSON text, filled up with blanks to whole blocks, so that its length tells little.
   The key lives in this closure alone: closing, leaving or ten idle minutes forget it. */
(() => {
  'use strict'
  const place = document.getElementById('self-checks')
  if (!place) return
  const find = (selector, within = place) => within.querySelector(selector)
  const sayings = place.dataset
  if (!window.isSecureContext || !window.crypto || !crypto.subtle) {
    document.querySelector('[data-insecure]').hidden = false
    return
  }

  const IDLE = 10 * 60 * 1000
  const WORD = new TextEncoder().encode('xuezuo self-check')
  let key = null
  let salt = sayings.salt ? bytes(sayings.salt) : null
  let editing = null
  let idle = 0

  function bytes (text) { return Uint8Array.from(atob(text), c => c.charCodeAt(0)) }
  function text (buffer) {
    let made = ''
    new Uint8Array(buffer).forEach(b => { made += String.fromCharCode(b) })
    return btoa(made)
  }
  function say (name, sentence) {
    for (const one of ['error', 'said']) {
      const line = document.querySelector(`[data-${one}]`)
      line.hidden = one !== name
      line.textContent = one === name ? sentence : ''
    }
  }
  function show (name) {
    find('[data-door="new"]').hidden = name !== 'new'
    find('[data-door="open"]').hidden = name !== 'open'
    find('[data-inside]').hidden = name !== 'inside'
  }

  async function keyOf (phrase) {
    find('[data-locking]').hidden = false
    try {
      const raw = new TextEncoder().encode(phrase.normalize('NFKC').trim())
      const base = await crypto.subtle.importKey('raw', raw, 'PBKDF2', false, ['deriveKey'])
      const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: Number(sayings.rounds) }
      return await crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
    } finally {
      find('[data-locking]').hidden = true
    }
  }
  async function lock (withKey, plain) {
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const locked = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: salt }, withKey, plain)
    return { iv: text(iv), text: text(locked) }
  }
  function unlock (withKey, iv, locked) {
    return crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes(iv), additionalData: salt }, withKey, bytes(locked))
  }
  function inBlocks (written) {
    const block = Number(sayings.block)
    const raw = new TextEncoder().encode(JSON.stringify(written))
    const filled = new Uint8Array(Math.ceil(raw.length / block) * block).fill(32)
    filled.set(raw)
    return filled
  }

  async function send (address, fields) {
    const body = new URLSearchParams(fields)
    const token = find('[name="csrfmiddlewaretoken"]').value
    const answer = await fetch(address, { method: 'POST', body, headers: { 'X-CSRFToken': token } }).catch(() => null)
    if (!answer) throw new Error(sayings.failed)
    const said = await answer.json().catch(() => ({}))
    if (!answer.ok || answer.redirected) throw new Error(said.error || sayings.failed)
    return said
  }
  async function trying (what) {
    try {
      await what()
    } catch (problem) {
      say('error', problem.message || sayings.failed)
    }
  }

  function forget () {
    key = null
    editing = null
    find('#words').value = ''
    find('#phrase').value = ''
    find('[data-texts]').replaceChildren()
    show(salt ? 'open' : 'new')
  }
  function awake () {
    clearTimeout(idle)
    idle = setTimeout(forget, IDLE)
  }

  function shown (one, written) {
    const article = find('[data-text-of-one]').content.cloneNode(true).firstElementChild
    find('[data-day]', article).textContent = written ? written.day : ''
    find('[data-words]', article).textContent = written ? written.words : sayings.unreadable
    find('[data-copy]', article).hidden = find('[data-edit]', article).hidden = !written
    find('[data-copy]', article).addEventListener('click', () => trying(async () => {
      await navigator.clipboard.writeText(written.words)
      say('said', sayings.copied)
    }))
    find('[data-edit]', article).addEventListener('click', () => {
      editing = { pk: one.dataset.pk, day: written.day }
      find('#words').value = written.words
      find('#words').focus()
    })
    find('[data-delete]', article).addEventListener('click', () => trying(async () => {
      await send(`${sayings.keep}${one.dataset.pk}/deletion/`, {})
      one.remove()
      if (editing && editing.pk === one.dataset.pk) editing = null
      await list()
      say('said', sayings.gone)
    }))
    return article
  }
  async function list () {
    const articles = []
    for (const one of find('[data-locked]').children) {
      let written = null
      try {
        written = JSON.parse(new TextDecoder().decode(await unlock(key, one.dataset.iv, one.dataset.text)))
      } catch { /* said in its place: another passphrase, or a damaged text */ }
      articles.push(shown(one, written))
    }
    find('[data-texts]').replaceChildren(...articles)
  }
  async function enter () {
    await list()
    show('inside')
    find('#words').focus()
    awake()
  }

  find('[data-make]').addEventListener('click', () => {
    const letters = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
    const drawn = []
    while (drawn.length < 24) {
      const [byte] = crypto.getRandomValues(new Uint8Array(1))
      if (byte < 8 * letters.length) drawn.push(letters[byte % letters.length])
    }
    const phrase = drawn.join('').replace(/(.{4})(?=.)/g, '$1-')
    find('[data-phrase]').textContent = phrase
    find('[data-made]').hidden = false
    find('#new-phrase').value = find('#new-again').value = phrase
  })
  find('[data-door="new"]').addEventListener('submit', event => {
    event.preventDefault()
    trying(async () => {
      const phrase = find('#new-phrase').value
      if (phrase.trim().length < 12) throw new Error(sayings.short)
      if (phrase !== find('#new-again').value) throw new Error(sayings.differs)
      if (!find('[data-sure]').checked) throw new Error(sayings.unsure)
      salt = crypto.getRandomValues(new Uint8Array(16))
      try {
        const made = await keyOf(phrase)
        const proof = await lock(made, WORD)
        await send(sayings.lock, { salt: text(salt), rounds: sayings.rounds, proof_iv: proof.iv, proof: proof.text })
        Object.assign(sayings, { proofIv: proof.iv, proof: proof.text })
        key = made
      } catch (problem) {
        salt = null
        throw problem
      }
      find('#new-phrase').value = find('#new-again').value = find('[data-phrase]').textContent = ''
      say('', '')
      await enter()
    })
  })
  find('[data-door="open"]').addEventListener('submit', event => {
    event.preventDefault()
    trying(async () => {
      const tried = await keyOf(find('#phrase').value)
      await unlock(tried, sayings.proofIv, sayings.proof).catch(() => { throw new Error(sayings.wrong) })
      key = tried
      find('#phrase').value = ''
      say('', '')
      await enter()
    })
  })
  find('[data-write]').addEventListener('submit', event => {
    event.preventDefault()
    trying(async () => {
      const words = find('#words').value
      if (!words.trim()) throw new Error(sayings.empty)
      const now = new Date()
      const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(n => String(n).padStart(2, '0')).join('-')
      const plain = inBlocks({ day: editing ? editing.day : today, words })
      if (plain.length > Number(sayings.most)) throw new Error(sayings.long)
      const locked = await lock(key, plain)
      const kept = await send(editing ? `${sayings.keep}${editing.pk}/` : sayings.keep, locked)
      let one = find(`[data-locked] [data-pk="${kept.pk}"]`)
      if (!one) {
        one = document.createElement('span')
        find('[data-locked]').prepend(one)
      }
      Object.assign(one.dataset, { pk: kept.pk, iv: locked.iv, text: locked.text })
      editing = null
      find('#words').value = ''
      await list()
      say('said', sayings.kept)
    })
  })
  find('[data-close]').addEventListener('click', () => { say('', ''); location.reload() })
  for (const event of ['pointerdown', 'keydown']) place.addEventListener(event, () => { if (key) awake() })
  window.addEventListener('pagehide', forget)

  place.hidden = false
  show(salt ? 'open' : 'new')
})()

/* A key that was refused, missing or too slow says so on the page; allauth's script tells only the console. */
document.addEventListener('allauth.error', function (event) {
  event.preventDefault()
  document.querySelectorAll('[data-key-failed]').forEach(function (place) { place.hidden = false })
})

// For who is signed in: the service worker, and a word to the server from a browser that is told things and has a new session.
// Where it is not wanted any more, this browser stops listening. Nothing is asked of the person here.
const { worker, again } = document.documentElement.dataset;

async function sayAgain(registration) {
  const subscription = await registration.pushManager.getSubscription();
  if (!subscription) return;
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  const body = new URLSearchParams({ endpoint: subscription.endpoint });
  const answer = await fetch(again, { method: "POST", headers, body, redirect: "error" });
  if (answer.status === 205) await subscription.unsubscribe();
}

async function start() {
  const registration = await navigator.serviceWorker.register(worker);
  if (again && registration && "PushManager" in window && Notification.permission === "granted") await sayAgain(registration);
}

// It only helps: a browser that refuses keeps everything else.
if (worker && "serviceWorker" in navigator) start().catch(() => {});

// The tabs of a browser sign out together. The one that was told to ends on the sign-in page and tells the others, whose circuits would go on;
// they load anew, which leads them there too.
const tabs = new BroadcastChannel("imagecodes-sign-out");
if (new URLSearchParams(location.search).has("out")) tabs.postMessage(null);
else tabs.onmessage = () => location.reload();

/** Which browser this is. Its own address tells; what it says of itself to pages can be changed by its user. */
export const isFirefox = chrome.runtime.getURL("").startsWith("moz-extension:");

/**
 * What a bundle has for `node:http`. When a module imports that by its name, Node reads all that it exports, and one of those
 * loads Node's own client for the web: an eighth of the time that importing `api` takes, for the names of the statuses.
 */
module.exports = process.getBuiltinModule('node:http');

/// Removes the file at `path` if there is one that this user may remove.
public func removeFile(_ path: String) {
    FileNames.remove(path)
}

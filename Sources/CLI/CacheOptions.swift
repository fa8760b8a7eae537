import ArgumentParser
import Cache
import Engine
import Formats
import Foundation
import Nodes

/// Where results are kept from run to run; the same options for every command that runs or plans.
struct CacheOptions: ParsableArguments {
    @Option(
        name: .customLong("cache"),
        help: ArgumentHelp(
            "Where results are kept for later runs; a folder of the user's caches unless given.", valueName: "dir"))
    var path: String?

    @Option(
        name: .customLong("cache-size"),
        help: ArgumentHelp("How much they may take there: 10G unless given.", valueName: "size"))
    var size: ByteSize?

    @Flag(name: .customLong("no-cache"), help: "Keep no results on disk, and use none.")
    var isOff = false

    /// The results on disk; nil if there shall be none.
    func results(_ folders: Folders) -> DiskResults? {
        guard !isOff, budget > 0 else { return nil }
        return DiskResults(folder: folder, budget: budget, kinds: storablePorts, folders: folders)
    }

    /// What is remembered of files, so that unchanged ones are not read again.
    func identities() -> ContentIdentities {
        ContentIdentities(remembering: isOff ? nil : folder)
    }

    var folder: CacheFolder {
        CacheFolder(path.map(Self.absolute) ?? Self.standardPath(ProcessInfo.processInfo.environment))
    }

    /// - Units: bytes.
    var budget: Int {
        let stated = ProcessInfo.processInfo.environment["DARKROOM_CACHE_SIZE"].flatMap(ByteSize.init(argument:))
        return (size ?? stated ?? ByteSize(bytes: 10 << 30)).bytes
    }

    /// `DARKROOM_CACHE`, or `darkroom` in the folder that the system has for such.
    ///
    /// - Source: XDG Base Directory Specification 0.8: a relative path in the variable counts as none.
    static func standardPath(_ environment: [String: String]) -> String {
        if let own = environment["DARKROOM_CACHE"], !own.isEmpty { return absolute(own) }
        if let caches = environment["XDG_CACHE_HOME"], caches.hasPrefix("/") { return caches + "/darkroom" }
        let home = environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory()
        #if os(macOS)
            return home + "/Library/Caches/darkroom"
        #else
            return home + "/.cache/darkroom"
        #endif
    }

    private static func absolute(_ path: String) -> String {
        let path = NSString(string: path).expandingTildeInPath
        let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
        return whole.count > 1 && whole.hasSuffix("/") ? String(whole.dropLast()) : whole
    }
}

/// Content identities from the file formats, as the engine asks for them.
struct ContentIdentities: FileIdentifying {
    private let identities: FileIdentities
    private let folder: CacheFolder?

    init(remembering folder: CacheFolder? = nil) {
        self.folder = folder
        identities = FileIdentities(file: folder?.identities)
    }

    func identity(ofFileAt path: String) throws -> String {
        if let known = identities.remembered(path) { return known.description }
        let identity = try identities.identity(of: path).description
        // At once, for the run may be killed: reading a checkpoint for its identity takes a while.
        if identity.hasPrefix("sampled:") { save() }
        return identity
    }

    func rememberedIdentity(ofFileAt path: String) -> String? { identities.remembered(path)?.description }

    /// Writes down what is new. What cannot be written is found out again.
    func save() {
        guard let folder, identities.hasNews, folder.makeFolder() else { return }
        try? identities.save()
    }
}

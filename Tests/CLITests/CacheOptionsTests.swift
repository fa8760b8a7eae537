import ArgumentParser
import Cache
import Testing

@testable import CLI

struct CacheOptionsTests {
    static let places: [([String: String], String)] = [
        (["HOME": "/home/a", "XDG_CACHE_HOME": "/fast"], "/fast/darkroom"),
        (["HOME": "/home/a", "DARKROOM_CACHE": "/mine", "XDG_CACHE_HOME": "/fast"], "/mine"),
    ]

    @Test(arguments: places)
    func `the cache lies where the environment says`(environment: [String: String], path: String) {
        #expect(CacheOptions.standardPath(environment) == path)
    }

    #if os(Linux)
        @Test func `a relative XDG folder counts as none`() {
            let environment = ["HOME": "/home/a", "XDG_CACHE_HOME": "fast"]
            #expect(CacheOptions.standardPath(environment) == "/home/a/.cache/darkroom")
        }
    #endif

    @Test func `run takes a cache and its size`() throws {
        let command = try #require(
            try Darkroom.parseAsRoot(["run", "a.json", "--cache", "/c/", "--cache-size", "512M", "--check-cache"])
                as? Run)
        #expect(command.cacheOptions.folder.path == "/c")
        #expect(command.cacheOptions.budget == 512 << 20)
        #expect(command.checksCache && !command.cacheOptions.isOff)
    }

    static let sizes: [(String, Int?)] = [
        ("0", 0), ("4096", 4096), ("512M", 512 << 20), ("10G", 10 << 30), ("1.5g", 3 << 29), ("2GiB", 2 << 30),
        ("7kb", 7 << 10), ("1T", 1 << 40), ("", nil), ("G", nil), ("-1G", nil), ("1e30T", nil), ("nan", nil),
        ("ten", nil), ("1 G", nil),
    ]

    @Test(arguments: sizes)
    func `sizes are read as people write them`(text: String, bytes: Int?) {
        #expect(ByteSize(argument: text)?.bytes == bytes)
    }

    static let texts: [(Int, String)] = [
        (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"), (1 << 20, "1.0 MiB"),
        ((1 << 20) - 1, "1.0 MiB"), (150 << 20, "150 MiB"), (10 << 30, "10.0 GiB"), (3 << 45, "96.0 TiB"),
    ]

    @Test(arguments: texts)
    func `sizes are told as people read them`(bytes: Int, text: String) {
        #expect(ByteSize(bytes: bytes).text == text)
    }

    static let ages: [(String, Int?)] = [
        ("45m", 2700), ("12h", 43_200), ("30d", 2_592_000), ("2W", 1_209_600), ("90", nil), ("d", nil), ("-1d", nil),
    ]

    @Test(arguments: ages)
    func `ages are read as people write them`(text: String, seconds: Int?) {
        #expect(Age(argument: text)?.seconds == seconds)
    }
}

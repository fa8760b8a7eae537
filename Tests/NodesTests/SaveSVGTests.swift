import Engine
import Foundation
import JSON
import Testing

@testable import Nodes

struct SaveSVGTests {
    /// What Python 3.11 writes with `json.dumps(…, indent=2)` and ComfyUI's `re.sub`.
    @Test func `the workflow stands behind the tag that opens a drawing`() throws {
        let notes = try #require(SaveSVGNode.notes([("prompt", #"{"1":{"text":"ä","x":1.0}}"#)]))
        #expect(
            notes == """
                {
                  "prompt": {
                    "1": {
                      "text": "\\u00e4",
                      "x": 1.0
                    }
                  }
                }
                """)
        let drawing = SaveSVGNode.adding("{}", to: "<?xml?><svg width=\"1\"\n><g/></svg>")
        #expect(
            drawing
                == "<?xml?><svg width=\"1\"\n>\n  <metadata>\n                <![CDATA[\n            {}\n"
                + "                ]]>\n            </metadata>\n            <g/></svg>")
        #expect(SaveSVGNode.notes([]) == nil)
    }

    @Test func `each drawing becomes a file, counted on`() throws {
        try withFolders { folders in
            let node = SaveSVGNode()
            node.svg = VectorPictures(texts: ["<svg/>", "<svg></svg>"])
            node.filenamePrefix = "line/art"
            try node.run(RunContext(folders: folders))
            let first = try String(contentsOfFile: folders.output + "/line/art_00001_.svg", encoding: .utf8)
            #expect(first == "<svg/>")
            #expect(FileManager.default.fileExists(atPath: folders.output + "/line/art_00002_.svg"))
        }
    }

    @Test func `dictionaries and lists are written as Python writes them`() throws {
        try withFolders { folders in
            let node = ConvertDictionaryToString()
            node.dictionary = JSONDictionary(json: try JSONValue(parsing: #"{"ä":[1,2.5,{"b":null}],"c":true,"d":[]}"#))
            node.indent = 0
            node.run(RunContext(folders: folders))
            #expect(node.text == #"{"ä": [1, 2.5, {"b": null}], "c": true, "d": []}"#)
            let list = ConvertArrayToString()
            list.array = JSONArray(json: try JSONValue(parsing: #"[1,{"a":2}]"#))
            list.indent = 3
            list.run(RunContext(folders: folders))
            #expect(list.text == "[\n   1,\n   {\n      \"a\": 2\n   }\n]")
        }
    }
}

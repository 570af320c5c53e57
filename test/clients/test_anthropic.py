"""The official Anthropic SDK for Python."""

import time
import unittest

import anthropic
from service import API_KEY, BASE_URL, CALL_WEATHER, MODEL, WEATHER

client = anthropic.Anthropic(base_url=BASE_URL, api_key=API_KEY)
TOOLS = [{"name": "get_weather", "input_schema": WEATHER}]


def ask(content, **more):
    messages = [{"role": "user", "content": content}]
    return client.messages.create(model=MODEL, max_tokens=1000, messages=messages, **more)


class AnthropicClient(unittest.TestCase):
    def test_text(self):
        answer = ask("[[say: Hello.]]")
        self.assertEqual(answer.content[0].text, "[stand-in model] Hello.")
        self.assertEqual(answer.stop_reason, "end_turn")
        self.assertGreater(answer.usage.input_tokens, 0)

    def test_stream(self):
        messages = [{"role": "user", "content": "[[say: Hello.]]"}]
        with client.messages.stream(model=MODEL, max_tokens=1000, messages=messages) as stream:
            self.assertEqual("".join(stream.text_stream), "[stand-in model] Hello.")
            self.assertEqual(stream.get_final_message().stop_reason, "end_turn")

    def test_tools(self):
        messages = [{"role": "user", "content": CALL_WEATHER}]
        first = client.messages.create(model=MODEL, max_tokens=1000, messages=messages, tools=TOOLS)
        self.assertEqual(first.stop_reason, "tool_use")
        [call] = [block for block in first.content if block.type == "tool_use"]
        self.assertEqual((call.name, call.input), ("get_weather", {"city": "Bern"}))
        result = {"type": "tool_result", "tool_use_id": call.id, "content": "Rain."}
        messages += [{"role": "assistant", "content": first.content}, {"role": "user", "content": [result]}]
        second = client.messages.create(model=MODEL, max_tokens=1000, messages=messages, tools=TOOLS)
        self.assertIn("Rain.", second.content[0].text)

    def test_batch(self):
        params = {"model": MODEL, "max_tokens": 1000, "messages": [{"role": "user", "content": "[[say: Hellö.]]"}]}
        batches = client.messages.batches
        batch = batches.create(requests=[{"custom_id": "a", "params": params}])
        while batch.processing_status != "ended":
            time.sleep(0.1)
            batch = batches.retrieve(batch.id)
        [answer] = batches.results(batch.id)
        self.assertEqual(answer.custom_id, "a")
        self.assertEqual(answer.result.message.content[0].text, "[stand-in model] Hellö.")
        self.assertIn(batch.id, [each.id for each in batches.list(limit=1)])
        self.assertEqual(batches.delete(batch.id).id, batch.id)

    def test_files(self):
        file = client.files.upload(file=("in.jsonl", b'{"custom_id": "a", "params": {}}'))
        self.assertEqual(client.files.download(file.id).read(), b'{"custom_id": "a", "params": {}}')
        self.assertIn(file.id, [each.id for each in client.files.list(limit=1)])
        self.assertEqual(client.files.delete(file.id).id, file.id)

    def test_models(self):
        self.assertIn(MODEL, [model.id for model in client.models.list()])

    def test_errors(self):
        with self.assertRaises(anthropic.BadRequestError):
            client.messages.create(model="no-such-model", max_tokens=9, messages=[{"role": "user", "content": "Hi"}])
        with self.assertRaises(anthropic.AuthenticationError):
            client.with_options(api_key="wrong").models.list()


if __name__ == "__main__":
    unittest.main()

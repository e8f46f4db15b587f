"""Form, topic, standing and paper give one answer to one question, over generated lives."""

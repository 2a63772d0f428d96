/** Answers may come late and in another order than they were asked for: an older one never overwrites a newer. */
export class Order {
  #asked = 0;
  #taken = 0;

  /** Something is asked for. @returns {() => boolean} tells, when the answer has come, whether it may still be shown */
  ask() {
    const mine = ++this.#asked;
    return () => {
      if (mine <= this.#taken) return false;
      this.#taken = mine;
      return true;
    };
  }

  /** Whatever is still on its way is overtaken. */
  overtake() {
    this.#taken = this.#asked;
  }
}

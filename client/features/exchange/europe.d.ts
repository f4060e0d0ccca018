declare module 'virtual:europe' {
  const europe: {
    width: number;
    height: number;
    countries: { code: string; outline: string; at: [x: number, y: number] }[];
  };
  export default europe;
}
